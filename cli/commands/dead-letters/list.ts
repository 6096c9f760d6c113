import { Flags } from "@oclif/core";
import type { DeadLetter } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { deadLetterColumns } from "../../events/dead-letter-table";
import { firstOf } from "../../pages";
import { subscriberFlag } from "../../events/subscriber-flag";
import { toTable } from "../../table";

export default class DeadLettersList extends BaseCommand {
  static override summary = "Show the events that subscribers gave up, the last one first.";
  static override enableJsonFlag = true;
  static override flags = {
    subscriber: subscriberFlag,
    type: Flags.string({ description: "Only this type.", helpValue: "TYPE" }),
    limit: Flags.integer({
      description: "How many at most of each subscriber.",
      default: 100,
      min: 1,
      max: 100_000,
    }),
  };
  static override examples = [
    "jumar dead-letters list",
    "jumar dead-letters list --subscriber notifier --json",
  ];

  async run(): Promise<DeadLetter[]> {
    const { flags } = await this.parse(DeadLettersList);
    const { chosenSubscribers } = await import("../../events/subscribers.js");
    const { OPERATOR, operate } = await import("../../operate.js");
    const chosen = chosenSubscribers(flags.subscriber);
    const config = await this.readConfig();
    const filter = flags.type === undefined ? {} : { type: flags.type };
    const lists = await operate(config, chosen, (call) =>
      Promise.all(
        chosen.map((name) =>
          firstOf(flags.limit, (page) =>
            call[name].listDeadLetters({ ...filter, ...page }, OPERATOR),
          ),
        ),
      ),
    );
    const letters = lists.flat();
    if (letters.length === 0) this.log("There are no dead letters.");
    else for (const line of toTable(letters, deadLetterColumns)) this.log(line);
    return letters;
  }
}
