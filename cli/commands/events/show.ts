import { Args } from "@oclif/core";
import type { Envelope } from "../../../shared/events";
import { BaseCommand } from "../../base-command";
import { describeEvent } from "../../events/event-table";

export default class EventsShow extends BaseCommand {
  static override summary = "Show one event of the log in full.";
  static override enableJsonFlag = true;
  static override args = {
    id: Args.string({ description: "The event's id.", required: true, ignoreStdin: true }),
  };
  static override examples = ["jumar events show event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<Envelope> {
    const { args } = await this.parse(EventsShow);
    const config = await this.readConfig();
    const { publisherNames } = await import("../../../shared/contracts/index.js");
    const { OPERATOR, operate } = await import("../../operate.js");
    const { event } = await operate(config, publisherNames, ({ events }) =>
      events.getEvent({ id: args.id }, OPERATOR),
    );
    for (const line of describeEvent(event as Envelope)) this.log(line);
    return event as Envelope;
  }
}
