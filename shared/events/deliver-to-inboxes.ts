import type { Handling } from "./consumer/handling";
import type { Deliver } from "./deliver";
import type { Inbox } from "./inbox/inbox";
import { hears, type Subscription } from "./subscription";

/** A subscriber: where its events go and what it does about them. */
export interface Subscriber {
  inbox: Inbox;
  subscriptions: readonly Subscription<never>[];
}

/** One that runs in this process. */
export interface RunningSubscriber extends Subscriber {
  handling: Handling;
  /** Wakes the consumer of its inbox. */
  nudge(): void;
}

/** How events get from a relay to subscribers. */
export interface Delivery {
  deliver: Deliver;
  /** From now on events reach this subscriber here, until it is stopped. */
  attach(subscriber: RunningSubscriber): Attachment;
  /** Undefined while events can be published; else why not. */
  problem(): string | undefined;
  /** Tells of each subscriber whose queue this process found absent and made: what it held is lost. */
  onQueueMade(listener: (subscriber: string) => void): void;
  /** Whether there is a broker, and it takes nothing because of an alarm of its disk or memory. */
  hasAlarm(): boolean;
  /** What waits in the queues of the platform's subscribers and of those here, as far as it is known. */
  queues(): Promise<{ subscriber: string; ready: number; consumers: number }[]>;
  close(): Promise<void>;
}

export interface Attachment {
  /** Undefined while events arrive; else why they do not. */
  problem(): string | undefined;
  /** Where there is a queue: how many of its events are being handled here. */
  unacked?(): number;
  stop(): Promise<void>;
}

/**
 * Delivery without a broker: each subscriber's copy is written straight into its inbox. `elsewhere`
 * are those that do not run in this process; they find their events when they do.
 */
export function deliverToInboxes(elsewhere: readonly Subscriber[]): Delivery {
  const known = new Map<string, Subscriber & { nudge?: () => void }>(
    elsewhere.map((subscriber) => [subscriber.inbox.subscriber, subscriber]),
  );
  return {
    async deliver(events) {
      await Promise.all(
        [...known.values()].map(async ({ inbox, subscriptions, nudge }) => {
          const heard = events.filter(({ type }) => hears(subscriptions, type));
          if (heard.length === 0) return;
          await inbox.receive(heard);
          nudge?.();
        }),
      );
      return events.map(({ id }) => id);
    },
    attach(subscriber) {
      const { inbox, subscriptions } = subscriber;
      known.set(inbox.subscriber, subscriber);
      return {
        problem: () => undefined,
        stop: () => {
          known.set(inbox.subscriber, { inbox, subscriptions });
          return Promise.resolve();
        },
      };
    },
    problem: () => undefined,
    onQueueMade: () => undefined,
    hasAlarm: () => false,
    queues: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}
