import { Flags } from "@oclif/core";
import type { ListedMail } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { kindFlag } from "../../mails/kind-flag";
import { mailColumns } from "../../mails/mail-table";
import { firstOf } from "../../pages";
import { toTable } from "../../table";

export default class MailsList extends BaseCommand {
  static override summary = "Show the mails that were given up, the last one first.";
  static override description =
    "A mail is named by the event that asked for it, its kind and the user it goes to; no address and " +
    "no link is shown. They can be retried until their events leave the log.";
  static override enableJsonFlag = true;
  static override flags = {
    kind: kindFlag,
    waiting: Flags.boolean({
      description: "Those that are still to be sent instead, the next one first.",
      default: false,
    }),
    limit: Flags.integer({ description: "How many at most.", default: 100, min: 1, max: 100_000 }),
  };
  static override examples = ["jumar mails list", "jumar mails list --waiting --json"];

  async run(): Promise<ListedMail[]> {
    const { flags } = await this.parse(MailsList);
    const { ofKind } = await import("../../mails/of-kind.js");
    const { OPERATOR, operate } = await import("../../operate.js");
    const state: "waiting" | "given_up" = flags.waiting ? "waiting" : "given_up";
    const filter = { state, ...ofKind(flags.kind) };
    const config = await this.readConfig();
    const mails = await operate(config, "notifier", ({ notifier }) =>
      firstOf(flags.limit, (page) => notifier.listMailDeliveries({ ...filter, ...page }, OPERATOR)),
    );
    if (mails.length === 0) this.log(flags.waiting ? "No mail waits." : "No mail was given up.");
    else for (const line of toTable(mails, mailColumns)) this.log(line);
    return mails;
  }
}
