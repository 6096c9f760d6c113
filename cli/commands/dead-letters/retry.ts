import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import type { Retried } from "../../dead-letters/retry-dead-letters";
import { listenForInterrupt } from "../../interrupt";
import { countOf, format, startProgressLater } from "../../progress";
import { subscriberFlags } from "../../subscribers/subscriber-flags";
import { UsageError } from "../../usage-error";

export default class DeadLettersRetry extends BaseCommand {
  static override summary = "Have events that subscribers gave up tried again, from the beginning.";
  static override description =
    "The running subscriber takes them up within a second. Ctrl-C ends --all after the batch under " +
    "way. The audit trail tells of it.";
  static override enableJsonFlag = true;
  static override args = {
    ids: Args.string({ description: "The events' ids.", multiple: true, ignoreStdin: true }),
  };
  static override flags = {
    all: Flags.boolean({ description: "Everything that was given up so far.", default: false }),
    ...subscriberFlags,
  };
  static override examples = [
    "jumar dead-letters retry event_01h455vb4pex5vsknk084sn02q",
    "jumar dead-letters retry --all --subscriber notifier",
  ];

  async run(): Promise<Retried[]> {
    const { argv, flags } = await this.parse(DeadLettersRetry);
    const ids = [...new Set(argv as string[])];
    if (ids.length > 0 === flags.all) {
      throw new UsageError("name the events to retry by their ids, or take --all");
    }
    const { retryAll, retrySome } = await import("../../dead-letters/retry-dead-letters.js");
    const { withRecordedSubscribers } = await import("../../subscribers/with-subscribers.js");
    const place = { name: flags.subscriber, database: flags.database };
    const config = await this.readConfig();
    const interrupt = listenForInterrupt(
      "stopped; what was retried so far stays, the same command again does the rest",
    );
    const all = await withRecordedSubscribers(config, place, async (chosen, call) => {
      if (!flags.all) return await retrySome(call, chosen, ids);
      const done: Retried[] = [];
      for (const subscriber of chosen) {
        const { update: onProgress, end } = startProgressLater(`events of ${subscriber.name}`);
        done.push(await retryAll(call, subscriber, { interrupt, onProgress }).finally(end));
      }
      return done;
    });
    for (const { subscriber, retried, unreadable } of all) {
      if (retried + unreadable === 0) continue;
      const rest = unreadable > 0 ? `; ${format(unreadable)} that are no events stay` : "";
      this.log(`${subscriber} tries ${countOf(retried, "event")} again${rest}.`);
    }
    if (all.every(({ retried, unreadable }) => retried + unreadable === 0)) {
      this.log("There was nothing to retry.");
    }
    return all;
  }
}
