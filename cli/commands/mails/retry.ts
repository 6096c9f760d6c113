import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import { listenForInterrupt } from "../../interrupt";
import { kindFlag } from "../../mails/kind-flag";
import type { RetriedMails } from "../../mails/retry-mails";
import { countOf, startProgressLater } from "../../progress";
import { UsageError } from "../../usage-error";

export default class MailsRetry extends BaseCommand {
  static override summary = "Have mails that were given up tried again, for as long as new ones.";
  static override description =
    "Each gets a fresh link; one that nobody wants any more is dropped. Ctrl-C ends --all after the " +
    "batch under way. The audit trail tells of it.";
  static override enableJsonFlag = true;
  static override args = {
    ids: Args.string({
      description: "The ids of the events that asked for them.",
      multiple: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    all: Flags.boolean({ description: "Everything that was given up so far.", default: false }),
    kind: kindFlag,
  };
  static override examples = [
    "jumar mails retry event_01h455vb4pex5vsknk084sn02q",
    "jumar mails retry --all",
  ];

  async run(): Promise<RetriedMails> {
    const { argv, flags } = await this.parse(MailsRetry);
    const ids = [...new Set(argv as string[])];
    if (ids.length > 0 === flags.all) {
      throw new UsageError("name the mails to retry by the ids of their events, or take --all");
    }
    if (flags.all && flags.kind !== undefined) throw new UsageError("--all takes every kind");
    const { ofKind } = await import("../../mails/of-kind.js");
    const { retryAllMails, retrySomeMails } = await import("../../mails/retry-mails.js");
    const { operate } = await import("../../operate.js");
    const { publisherNames } = await import("../../../shared/contracts/index.js");
    const kind = ofKind(flags.kind);
    const config = await this.readConfig();
    const interrupt = listenForInterrupt(
      "stopped; what was retried so far stays, the same command again does the rest",
    );
    const done = await operate(config, [...publisherNames, "notifier"], async (call) => {
      if (!flags.all) return await retrySomeMails(call, ids, kind);
      const { update: onProgress, end } = startProgressLater("mails");
      return await retryAllMails(call, { interrupt, onProgress }).finally(end);
    });
    this.log(
      done.retried === 0
        ? "There was nothing to retry."
        : `The notifier tries ${countOf(done.retried, "mail")} again.`,
    );
    return done;
  }
}
