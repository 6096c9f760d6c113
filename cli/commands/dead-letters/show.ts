import { Args } from "@oclif/core";
import type { DeadLetter } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { describeDeadLetter } from "../../events/dead-letter-table";
import { subscriberFlag } from "../../events/subscriber-flag";
import { UsageError } from "../../usage-error";

export default class DeadLettersShow extends BaseCommand {
  static override summary = "Show one event that a subscriber gave up, with its error, in full.";
  static override enableJsonFlag = true;
  static override args = {
    id: Args.string({ description: "The event's id.", required: true, ignoreStdin: true }),
  };
  static override flags = { subscriber: subscriberFlag };
  static override examples = ["jumar dead-letters show event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<DeadLetter> {
    const { args, flags } = await this.parse(DeadLettersShow);
    const { chosenSubscribers } = await import("../../events/subscribers.js");
    const { findDeadLetters } = await import("../../events/find-dead-letters.js");
    const { operate } = await import("../../operate.js");
    const chosen = chosenSubscribers(flags.subscriber);
    const config = await this.readConfig();
    const [letter, ...others] = await operate(config, chosen, (call) =>
      findDeadLetters(call, chosen, args.id),
    );
    if (!letter || others.length > 0) {
      const names = [letter, ...others].map((one) => one?.subscriber).join(" and ");
      throw new UsageError(`${names} have this dead letter; choose one with --subscriber`);
    }
    for (const line of describeDeadLetter(letter)) this.log(line);
    return letter;
  }
}
