import { Args } from "@oclif/core";
import type { ListedMail } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { kindFlag } from "../../mails/kind-flag";
import { describeMail } from "../../mails/mail-table";

export default class MailsShow extends BaseCommand {
  static override summary = "Show one mail that was given up, with its error, in full.";
  static override enableJsonFlag = true;
  static override args = {
    id: Args.string({
      description: "The id of the event that asked for it.",
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = { kind: kindFlag };
  static override examples = ["jumar mails show event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<ListedMail> {
    const { args, flags } = await this.parse(MailsShow);
    const { ofKind } = await import("../../mails/of-kind.js");
    const { findMail } = await import("../../mails/find-mails.js");
    const { operate } = await import("../../operate.js");
    const kind = ofKind(flags.kind);
    const config = await this.readConfig();
    const mail = await operate(config, "notifier", (call) => findMail(call, args.id, kind));
    for (const line of describeMail(mail)) this.log(line);
    return mail;
  }
}
