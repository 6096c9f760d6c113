import { Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import { subjectFlag, typeFlag } from "../../events/filter-flags";
import { exitAfter, onInterrupts } from "../../interrupt";
import { say } from "../../say";

export default class EventsTail extends BaseCommand {
  static override summary = "Show the last events, then each one as it comes, until Ctrl-C.";
  static override flags = {
    type: typeFlag,
    subject: subjectFlag,
    lines: Flags.integer({
      char: "n",
      description: "How many of the last events to show first.",
      default: 10,
      min: 0,
      max: 10_000,
    }),
    json: Flags.boolean({
      description: "Print each event as one line of JSON.",
      helpGroup: "GLOBAL",
    }),
  };
  static override examples = [
    "jumar events tail",
    "jumar events tail --type session.rejected --json",
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(EventsTail);
    const { filtersOf } = await import("../../events/filters.js");
    const filters = filtersOf(flags);
    const config = await this.readConfig();
    const { publisherNames } = await import("../../../shared/contracts/index.js");
    const signal = stopSignal();
    const { operate } = await import("../../operate.js");
    const { followEvents } = await import("../../events/follow-events.js");
    const { toEventLine } = await import("../../events/event-line.js");
    await operate(config, publisherNames, ({ events }) =>
      followEvents(events, {
        filters,
        lines: flags.lines,
        signal,
        onEvent: (event) => this.log(flags.json ? JSON.stringify(event) : toEventLine(event)),
        onAway: () => say("the event log cannot be reached at the moment; waiting"),
      }),
    );
  }
}

/** Being told to stop is how this command ends well; so is a reader that has seen enough. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  onInterrupts(() => {
    stopping.abort();
  }, exitAfter);
  process.stdout.once("error", () => stopping.abort());
  return stopping.signal;
}
