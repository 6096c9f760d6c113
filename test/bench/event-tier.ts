import { setTimeout as sleep } from "node:timers/promises";
import { connectAmqp } from "../../shared/amqp";
import {
  createHandling,
  createInbox,
  deliverOverAmqp,
  type Envelope,
  type Inbox,
  type Relay,
  startConsumer,
  startRelay,
  type Subscription,
  type Tuning,
} from "../../shared/events";
import { type TestDatabase, testDeps } from "../support/database";

export interface Parts {
  url: string;
  database: TestDatabase;
}

/** A relay of accounts and one subscriber, audit, in this process over RabbitMQ. */
export async function startTier(
  { url, database }: Parts,
  subscriptions: readonly Subscription<never>[],
  hear: {
    published?: (events: Envelope[]) => void;
    handled?: (events: Envelope[]) => void;
    stored: (events: Envelope[]) => void;
  },
  tuning?: Tuning,
): Promise<{ startRelay(): Relay; stop(): Promise<void> }> {
  const deps = testDeps(database, "audit");
  const { log } = deps;
  const amqp = await connectAmqp({ url, name: "bench", log });
  const subscribers = [{ name: "audit", subscriptions }];
  const delivery = deliverOverAmqp({ amqp, log, subscribers, publishes: true });
  const inbox = createInbox(database.of("audit"), "audit", "audit");
  const watched: Inbox = {
    ...inbox,
    async accept(events, ...how) {
      const left = new Set(await inbox.accept(events, ...how));
      hear.stored(events.filter(({ id }) => !left.has(id)));
      return [...left];
    },
    async settle(claimed, ...how) {
      await inbox.settle(claimed, ...how);
      hear.stored(claimed.map(({ envelope }) => envelope));
    },
  };
  const heard = subscriptions.map((subscription) => {
    const handle: typeof subscription.handle = async (given, events, trx) => {
      hear.handled?.(events);
      await subscription.handle(given, events, trx);
    };
    return { ...subscription, handle };
  });
  const handling = createHandling({
    inbox: watched,
    subscriptions: heard,
    deps: deps as never,
    ...(tuning ? { tuning } : {}),
    log,
  });
  const consumer = startConsumer({ inbox: watched, handling, log });
  const { nudge } = consumer;
  const attachment = delivery.attach({ inbox: watched, subscriptions, handling, nudge });
  while (delivery.problem() !== undefined || attachment.problem() !== undefined) await sleep(20);
  let relay: Relay | undefined;
  return {
    startRelay() {
      const { deliver } = delivery;
      const db = database.of("accounts");
      relay = startRelay({
        db,
        schema: "accounts",
        deliver,
        retentionDays: 30,
        log,
        ...(hear.published ? { onPublished: hear.published } : {}),
      });
      return relay;
    },
    async stop() {
      await Promise.all([handling.stop(), attachment.stop(), consumer.stop()]);
      await relay?.stop();
      await delivery.close();
    },
  };
}
