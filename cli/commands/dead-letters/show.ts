import { Args } from "@oclif/core";
import type { DeadLetter } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { describeDeadLetter } from "../../dead-letters/dead-letter-table";
import { subscriberFlags } from "../../subscribers/subscriber-flags";
import { UsageError } from "../../usage-error";

export default class DeadLettersShow extends BaseCommand {
  static override summary = "Show one event that a subscriber gave up, with its error, in full.";
  static override enableJsonFlag = true;
  static override args = {
    id: Args.string({ description: "The event's id.", required: true, ignoreStdin: true }),
  };
  static override flags = subscriberFlags;
  static override examples = ["jumar dead-letters show event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<DeadLetter> {
    const { args, flags } = await this.parse(DeadLettersShow);
    const { findDeadLetters, namesOf } = await import("../../dead-letters/find-dead-letters.js");
    const { withSubscribers } = await import("../../subscribers/with-subscribers.js");
    const place = { name: flags.subscriber, database: flags.database };
    const found = await withSubscribers(
      () => this.readConfig(),
      place,
      (chosen) => findDeadLetters(chosen, args.id),
    );
    const [first, ...others] = found;
    if (!first || others.length > 0) {
      throw new UsageError(`${namesOf(found)} have this dead letter; choose one with --subscriber`);
    }
    const { letter } = first;
    for (const line of describeDeadLetter(letter)) this.log(line);
    return letter;
  }
}
