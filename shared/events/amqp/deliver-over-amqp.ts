import type { Amqp } from "../../amqp";
import type { Logger } from "../../observability";
import type { Delivery } from "../deliver-to-inboxes";
import type { Subscription } from "../subscription";
import { createPublisher } from "./publish";
import { askDepths } from "./queue-depth";
import { startArrivals } from "./subscribe";
import { queueOf } from "./topology";

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
  const made = tellOfMadeQueues();
  const publisher = options.publishes
    ? createPublisher({ ...options, onQueueMade: made.tell })
    : undefined;
  const askDepth = askDepths(amqp);
  const known = new Set(options.subscribers.map(({ name }) => name));
  return {
    deliver(events) {
      if (!publisher) throw new Error("this process was not set up to publish events");
      return publisher.deliver(events);
    },
    attach(subscriber) {
      known.add(subscriber.inbox.subscriber);
      return startArrivals({ amqp, log, onQueueMade: made.tell, ...subscriber });
    },
    async queues() {
      const depths = [...known].map(async (subscriber) => {
        const depth = await askDepth(queueOf(subscriber));
        return depth ? [{ subscriber, ...depth }] : [];
      });
      return (await Promise.all(depths)).flat();
    },
    onQueueMade: made.listen,
    hasAlarm: () => amqp.hasAlarm(),
    problem: () => amqp.problem() ?? publisher?.problem(),
    async close() {
      await publisher?.close();
      await amqp.close();
    },
  };
}

/** Tells of queues that were made; also of those that were before somebody listened. */
function tellOfMadeQueues() {
  const made = new Set<string>();
  const listeners: ((subscriber: string) => void)[] = [];
  return {
    tell(subscriber: string): void {
      made.add(subscriber);
      for (const listener of listeners) listener(subscriber);
    },
    listen(listener: (subscriber: string) => void): void {
      listeners.push(listener);
      for (const subscriber of made) listener(subscriber);
    },
  };
}
