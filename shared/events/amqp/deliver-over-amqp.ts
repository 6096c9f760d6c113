import type { Amqp } from "../../amqp";
import type { Logger } from "../../observability";
import type { Delivery } from "../deliver-to-inboxes";
import type { Subscription } from "../subscription";
import { createPublisher } from "./publish";
import { startArrivals } from "./subscribe";

/**
 * Delivery over RabbitMQ: outbox → topic exchange → a quorum queue for each subscriber → inbox.
 * `subscribers` are the platform's own, wherever they run; their queues are declared before anything
 * is published.
 */
export function deliverOverAmqp(options: {
  amqp: Amqp;
  log: Logger;
  subscribers: readonly { name: string; subscriptions: readonly Subscription<never>[] }[];
  /** Whether this process publishes; one that only subscribes needs no channel for it. */
  publishes: boolean;
}): Delivery {
  const { amqp, log } = options;
  const publisher = options.publishes ? createPublisher(options) : undefined;
  return {
    deliver(events) {
      if (!publisher) throw new Error("this process was not set up to publish events");
      return publisher.deliver(events);
    },
    attach: (subscriber) => startArrivals({ amqp, log, ...subscriber }),
    hasAlarm: () => amqp.hasAlarm(),
    problem: () => amqp.problem() ?? publisher?.problem(),
    async close() {
      await publisher?.close();
      await amqp.close();
    },
  };
}
