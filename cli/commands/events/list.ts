import { Flags } from "@oclif/core";
import type { Envelope } from "../../../shared/events";
import { BaseCommand } from "../../base-command";
import { eventColumns } from "../../events/event-table";
import { sinceFlag, subjectFlag, typeFlag, untilFlag } from "../../events/filter-flags";
import { firstOf } from "../../pages";
import { toTable } from "../../table";

export default class EventsList extends BaseCommand {
  static override summary = "Show the event log, the newest events first.";
  static override enableJsonFlag = true;
  static override flags = {
    type: typeFlag,
    subject: subjectFlag,
    since: sinceFlag,
    until: untilFlag,
    order: Flags.option({
      description: "Newest first, or oldest first.",
      options: ["desc", "asc"] as const,
      default: "desc" as const,
    })(),
    limit: Flags.integer({ description: "How many at most.", default: 20, min: 1, max: 100_000 }),
  };
  static override examples = [
    "jumar events list --type user.registered,user.confirmed --since 7d",
    "jumar events list --subject user_01h455vb4pex5vsknk084sn02q --json",
  ];

  async run(): Promise<Envelope[]> {
    const { flags } = await this.parse(EventsList);
    const { filtersOf } = await import("../../events/filters.js");
    const filters = filtersOf(flags);
    const config = await this.readConfig();
    const { publisherNames } = await import("../../../shared/contracts/index.js");
    const { OPERATOR, operate } = await import("../../operate.js");
    const events = (await operate(config, publisherNames, ({ events: log }) =>
      firstOf(flags.limit, (page) =>
        log.listEvents({ ...filters, order: flags.order, ...page }, OPERATOR),
      ),
    )) as Envelope[];
    if (events.length === 0) this.log("There are no such events.");
    else for (const line of toTable(events, eventColumns)) this.log(line);
    return events;
  }
}
