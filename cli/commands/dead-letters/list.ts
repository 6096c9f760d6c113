import { Flags } from "@oclif/core";
import type { DeadLetter } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { deadLetterColumns } from "../../dead-letters/dead-letter-table";
import { firstOf } from "../../pages";
import { subscriberFlags } from "../../subscribers/subscriber-flags";
import { toTable } from "../../table";

async function refuseUnknownType(type: string): Promise<void> {
  const { checkType } = await import("../../events/filters.js");
  checkType(type);
}

export default class DeadLettersList extends BaseCommand {
  static override summary = "Show the events that subscribers gave up, the last one first.";
  static override enableJsonFlag = true;
  static override flags = {
    ...subscriberFlags,
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
    const { OPERATOR } = await import("../../operate.js");
    const { withSubscribers } = await import("../../subscribers/with-subscribers.js");
    const place = { name: flags.subscriber, database: flags.database };
    const filter = flags.type === undefined ? {} : { type: flags.type };
    const lists = await withSubscribers(
      () => this.readConfig(),
      place,
      (chosen) =>
        Promise.all(
          chosen.map(({ calls }) =>
            firstOf(flags.limit, (page) => calls.listDeadLetters({ ...filter, ...page }, OPERATOR)),
          ),
        ),
    );
    const letters = lists.flat();
    // One that is not in the catalogue can be a dead letter: of a newer version, or of somebody else.
    if (letters.length === 0 && flags.type !== undefined) await refuseUnknownType(flags.type);
    if (letters.length === 0) this.log("There are no dead letters.");
    else for (const line of toTable(letters, deadLetterColumns)) this.log(line);
    return letters;
  }
}
