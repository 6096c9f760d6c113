import { Args } from "@oclif/core";
import type { DeadLetter } from "../../../shared/contracts";
import { BaseCommand } from "../../base-command";
import { subscriberFlags } from "../../subscribers/subscriber-flags";

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
  static override flags = subscriberFlags;
  static override examples = ["jumar dead-letters discard event_01h455vb4pex5vsknk084sn02q"];

  async run(): Promise<DeadLetter[]> {
    const { argv, flags } = await this.parse(DeadLettersDiscard);
    const { discardDeadLetters } = await import("../../dead-letters/discard-dead-letters.js");
    const { withRecordedSubscribers } = await import("../../subscribers/with-subscribers.js");
    const place = { name: flags.subscriber, database: flags.database };
    const config = await this.readConfig();
    const ids = [...new Set(argv as string[])];
    const discarded = await withRecordedSubscribers(config, place, (chosen, call) =>
      discardDeadLetters(call, chosen, ids),
    );
    for (const { subscriber, event_id, type } of discarded) {
      this.log(`Discarded ${event_id} (${type}) of ${subscriber}.`);
    }
    return discarded;
  }
}
