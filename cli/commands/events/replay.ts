import { Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import type { Replayed } from "../../events/replay-events";
import { sinceFlag, typeFlag, untilFlag } from "../../events/filter-flags";
import { listenForInterrupt } from "../../interrupt";
import { format, startProgress, type Progress } from "../../progress";

export default class EventsReplay extends BaseCommand {
  static override summary = "Hand events of the log to one subscriber again.";
  static override description =
    "Events that the subscriber knows, done or not, change nothing; those it has forgotten or never " +
    "got have their effect once. Ctrl-C ends it after the batch under way; the same command again " +
    "does the rest. The audit trail tells of it.";
  static override enableJsonFlag = true;
  static override flags = {
    to: Flags.string({ description: "The subscriber.", helpValue: "SUBSCRIBER", required: true }),
    type: typeFlag,
    since: sinceFlag,
    until: untilFlag,
    id: Flags.string({
      description: "Only the event of this id; may be given several times.",
      helpValue: "ID",
      multiple: true,
      multipleNonGreedy: true,
      exclusive: ["type", "since", "until"],
    }),
    "dry-run": Flags.boolean({ description: "Only say how many events it would be." }),
  };
  static override examples = [
    "jumar events replay --to search --since 7d --dry-run",
    "jumar events replay --to audit --id event_01h455vb4pex5vsknk084sn02q",
  ];

  async run(): Promise<Replayed | { subscriber: string; events: number; dry_run: true }> {
    const { flags } = await this.parse(EventsReplay);
    const { checkSubscriber } = await import("../../events/subscribers.js");
    const { filtersOf } = await import("../../events/filters.js");
    const { heardTypes } = await import("../../events/heard-types.js");
    const { countReplay, replayEvents } = await import("../../events/replay-events.js");
    const { operate } = await import("../../operate.js");
    const to = checkSubscriber(flags.to);
    const { type, since, until } = flags;
    const filters = filtersOf({ type, since, until });
    const heard = heardTypes(to, filters.type);
    const ids = [...new Set(flags.id)];
    const config = await this.readConfig();

    if (flags["dry-run"]) {
      const { count: events } = await operate(config, ["accounts"], (call) =>
        countReplay(call, { filters, heard, ids }),
      );
      this.log(`It would be ${numberOf(events)} to ${to}; nothing was replayed.`);
      return { subscriber: to, events, dry_run: true };
    }
    const interrupt = listenForInterrupt(
      "stopped; what was replayed stays, the same command again does the rest",
    );
    let progress: Progress | undefined;
    const onTotal = (total: number) => (progress = startProgress(total, "events")).update;
    const replayed = await operate(config, ["accounts", to], (call) =>
      replayEvents(call, { to, filters, heard, ids, interrupt, onTotal }).finally(() =>
        progress?.end(),
      ),
    );
    const { received, known } = replayed;
    this.log(
      `Replayed ${numberOf(received)} to ${to}: ${format(replayed.new)} new, ${format(known)} known already.`,
    );
    return replayed;
  }
}

function numberOf(events: number): string {
  return `${format(events)} ${events === 1 ? "event" : "events"}`;
}
