import { Args } from "@oclif/core";
import type { DeadLetter } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { subscriberFlag } from "../../events/subscriber-flag";

export default class DeadLettersDiscard extends BaseCommand {
  static override summary = "Forget events that a subscriber gave up.";
  static override description =
    "They have no effect there; the event log keeps them, so `jumar events replay --id` can bring " +
    "them back. The audit trail tells of it.";
  static override enableJsonFlag = true;
  static override args = {
    ids: Args.string({
      description: "The events' ids.",
      multiple: true,
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = { subscriber: subscriberFlag };
  static override examples = ["jumar dead-letters discard event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<DeadLetter[]> {
    const { argv, flags } = await this.parse(DeadLettersDiscard);
    const { chosenSubscribers } = await import("../../events/subscribers.js");
    const { discardDeadLetters } = await import("../../events/discard-dead-letters.js");
    const { operate } = await import("../../operate.js");
    const chosen = chosenSubscribers(flags.subscriber);
    const config = await this.readConfig();
    const ids = [...new Set(argv as string[])];
    const discarded = await operate(config, ["accounts", ...chosen], (call) =>
      discardDeadLetters(call, chosen, ids),
    );
    for (const { subscriber, event_id, type } of discarded) {
      this.log(`Discarded ${event_id} (${type}) of ${subscriber}.`);
    }
    return discarded;
  }
}
