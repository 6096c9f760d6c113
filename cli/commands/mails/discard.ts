import { Args } from "@oclif/core";
import type { ListedMail } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { kindFlag } from "../../mails/kind-flag";

export default class MailsDiscard extends BaseCommand {
  static override summary = "Forget mails that were given up.";
  static override description = "Nobody gets them any more. The audit trail tells of it.";
  static override enableJsonFlag = true;
  static override args = {
    ids: Args.string({
      description: "The ids of the events that asked for them.",
      multiple: true,
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = { kind: kindFlag };
  static override examples = ["jumar mails discard event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<ListedMail[]> {
    const { argv, flags } = await this.parse(MailsDiscard);
    const { ofKind } = await import("../../mails/of-kind.js");
    const { discardMails } = await import("../../mails/discard-mails.js");
    const { operate } = await import("../../operate.js");
    const { publisherNames } = await import("../../../shared/contracts/index.js");
    const kind = ofKind(flags.kind);
    const config = await this.readConfig();
    const ids = [...new Set(argv as string[])];
    const discarded = await operate(config, [...publisherNames, "notifier"], (call) =>
      discardMails(call, ids, kind),
    );
    for (const { event_id, kind: its } of discarded) {
      this.log(`Discarded the mail ${its} of ${event_id}.`);
    }
    return discarded;
  }
}
