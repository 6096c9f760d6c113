import type { ConfirmChannel } from "amqplib";
import { type Amqp, keepChannel, type KeptChannel, sayGoodbye } from "../../amqp";
import type { Logger } from "../../observability";
import type { Handling } from "../consumer/handling";
import type { Attachment } from "../deliver-to-inboxes";
import type { Inbox } from "../inbox/inbox";
import type { Subscription } from "../subscription";
import { workOffBacklog } from "./arrivals/backlog";
import { renewWorn } from "./arrivals/renew-worn";
import { waysIn } from "./arrivals/ways";
import { declareSubscriber, queueOf } from "./topology";

/** What takes events from a queue, as long as it runs. */
export type Arrivals = Required<Attachment>;

/** Takes a subscriber's events from its queue into its inbox, on one channel after another. */
export function startArrivals(options: {
  amqp: Amqp;
  inbox: Inbox;
  subscriptions: readonly Subscription<never>[];
  handling: Handling;
  /** Wakes the consumer of what is pending. */
  nudge: () => void;
  /** Hears that the queue was not there, and was made. */
  onQueueMade?: (subscriber: string) => void;
  log: Logger;
}): Arrivals {
  const { amqp, inbox, subscriptions, handling, log } = options;
  const { prefetch } = handling.tuning;
  const { subscriber } = inbox;
  let consuming: { channel: ConfirmChannel; tag: string } | undefined;
  let cancelled = false;

  const backlog = workOffBacklog({
    subscriber,
    ways: renewWorn(waysIn(options), {
      queue: queueOf(subscriber),
      channel: () => consuming?.channel,
    }),
    prefetch,
    onRefused: () => {
      kept.renew();
    },
    log,
  });

  const kept: KeptChannel = keepChannel({
    amqp,
    name: `arrivals of ${subscriber}`,
    log,
    async setUp(channel, renew) {
      backlog.open(channel);
      consuming = undefined;
      cancelled = false;
      const declared = await declareSubscriber({ amqp, channel, subscriber, subscriptions });
      if (declared === "created") options.onQueueMade?.(subscriber);
      await channel.prefetch(prefetch);
      channel.once("close", () => {
        backlog.close(channel);
        if (consuming?.channel === channel) consuming = undefined;
      });
      consuming = { channel, tag: "" };
      const { consumerTag } = await channel.consume(queueOf(subscriber), (message) => {
        if (message) {
          backlog.push(message);
          return;
        }
        // The broker cancelled us: the queue is gone or moved. What has come already will not come
        // again, so it is stored first.
        cancelled = true;
        void backlog.drained(channel).then(renew);
      });
      consuming = { channel, tag: consumerTag };
    },
  });

  return {
    problem() {
      const consumes = consuming && !cancelled && kept.current();
      return amqp.problem() ?? (consumes ? undefined : (kept.problem() ?? "does not consume"));
    },
    unacked: () => backlog.size(),
    async stop() {
      if (consuming) await sayGoodbye(consuming.channel.cancel(consuming.tag));
      await backlog.stop();
      consuming = undefined;
      await kept.close();
    },
  };
}
