import { Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import { sinceFlag, typeFlag, untilFlag } from "../../events/filter-flags";
import type { Replayed } from "../../events/replay-events";
import { listenForInterrupt } from "../../interrupt";
import { countOf, format, type Progress, startProgress } from "../../progress";

export default class EventsReplay extends BaseCommand {
  static override summary = "Hand events of the log to one subscriber again.";
  static override description =
    "Any subscriber: one of the platform's, or another's program, whose events go to its queue alone. " +
    "Events that the subscriber knows, done or not, change nothing; those it has forgotten or never " +
    "got have their effect once. Ctrl-C ends it after the batch under way and says how to go on. The " +
    "audit trail tells of it.";
  static override enableJsonFlag = true;
  static override flags = {
    to: Flags.string({ description: "The subscriber.", helpValue: "SUBSCRIBER", required: true }),
    database: Flags.string({
      description: "The URL of the subscriber's own database, to hand events to its inbox there.",
      helpValue: "URL",
    }),
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
    "jumar events replay --to billing --type user.registered,user.deleted",
  ];

  async run(): Promise<Replayed | { subscriber: string; events: number; dry_run: true }> {
    const { flags } = await this.parse(EventsReplay);
    const { filtersOf } = await import("../../events/filters.js");
    const { heardTypes } = await import("../../events/heard-types.js");
    const { countReplay, replayEvents } = await import("../../events/replay-events.js");
    const { withReplayTarget } = await import("../../subscribers/replay-target.js");
    const { type, since, until, database } = flags;
    const filters = filtersOf({ type, since, until });
    const ids = [...new Set(flags.id)];
    const config = await this.readConfig();
    const place = { name: flags.to, database };
    return await withReplayTarget(config, place, async (to, call) => {
      const heard = ids.length > 0 ? undefined : heardTypes(to.name, to.heard, filters.type);
      if (flags["dry-run"]) {
        const counted = await countReplay(call, { filters, heard, ids });
        const { count: events, isEstimate } = counted;
        this.log(
          `It would be ${isEstimate ? "about " : ""}${countOf(events, "event")} to ${to.name}; nothing was replayed.`,
        );
        return { subscriber: to.name, events, dry_run: true as const };
      }
      const interrupt = listenForInterrupt("stopped; nothing was replayed");
      let progress: Progress | undefined;
      const onTotal = (total: number) => (progress = startProgress(total, "events")).update;
      const options = { to, filters, heard, ids, interrupt, onTotal };
      const replayed = await replayEvents(call, options).finally(() => progress?.end());
      this.log(sentenceOf(replayed));
      return replayed;
    });
  }
}

function sentenceOf({ subscriber, received, known, ...replayed }: Replayed): string {
  const handed = `Replayed ${countOf(received, "event")} to ${subscriber}`;
  // A queue does not tell; what the subscriber knows changes nothing there.
  if (received > replayed.new + known) return `${handed}, through its queue.`;
  return `${handed}: ${format(replayed.new)} new, ${format(known)} known already.`;
}
