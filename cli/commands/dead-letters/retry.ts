import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../base-command";
import type { Retried } from "../../events/retry-dead-letters";
import { subscriberFlag } from "../../events/subscriber-flag";
import { listenForInterrupt } from "../../interrupt";
import { format, startProgress } from "../../progress";
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
    subscriber: subscriberFlag,
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
    const { chosenSubscribers } = await import("../../events/subscribers.js");
    const { retryAll, retrySome } = await import("../../events/retry-dead-letters.js");
    const { operate } = await import("../../operate.js");
    const chosen = chosenSubscribers(flags.subscriber);
    const config = await this.readConfig();
    const interrupt = listenForInterrupt(
      "stopped; what was retried so far stays, the same command again does the rest",
    );
    const all = await operate(config, ["accounts", ...chosen], async (call) => {
      if (!flags.all) return await retrySome(call, chosen, ids);
      const done: Retried[] = [];
      for (const name of chosen) {
        const bar = progressBar(`events of ${name}`);
        const { onProgress, end } = bar;
        done.push(await retryAll(call, name, { interrupt, onProgress }).finally(end));
      }
      return done;
    });
    for (const { subscriber, retried, unreadable } of all) {
      if (retried + unreadable === 0) continue;
      const rest = unreadable > 0 ? `; ${format(unreadable)} that are no events stay` : "";
      this.log(`${subscriber} tries ${numberOf(retried)} again${rest}.`);
    }
    if (all.every(({ retried, unreadable }) => retried + unreadable === 0)) {
      this.log("There was nothing to retry.");
    }
    return all;
  }
}

function numberOf(events: number): string {
  return `${format(events)} ${events === 1 ? "event" : "events"}`;
}

/** A bar that appears once its total is known. */
function progressBar(what: string) {
  let bar: ReturnType<typeof startProgress> | undefined;
  return {
    onProgress: (done: number, total: number) => {
      bar ??= startProgress(total, what);
      bar.update(done);
    },
    end: () => bar?.end(),
  };
}
