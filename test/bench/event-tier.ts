import { setTimeout as sleep } from "node:timers/promises";
import { connectAmqp } from "../../shared/amqp";
import {
  createInbox,
  deliverOverAmqp,
  effectOf,
  startConsumer,
  startRelay,
  type Envelope,
  type Inbox,
  type Relay,
  type Subscription,
} from "../../shared/events";
import { testDeps, type TestDatabase } from "../support/database";

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
): Promise<{ startRelay(): Relay; stop(): Promise<void> }> {
  const deps = testDeps(database, "audit");
  const { log } = deps;
  const amqp = await connectAmqp({ url, name: "bench", log });
  const subscribers = [{ name: "audit", subscriptions }];
  const delivery = deliverOverAmqp({ amqp, log, subscribers, publishes: true });
  const inbox = createInbox(database.of("audit"), "audit", "audit");
  const watched: Inbox = {
    ...inbox,
    async accept(events, effect) {
      await inbox.accept(events, effect);
      hear.stored(events);
    },
    async settle(claimed, effect) {
      await inbox.settle(claimed, effect);
      hear.stored(claimed.map(({ envelope }) => envelope));
    },
  };
  const handle = effectOf(subscriptions, deps as never);
  const effect: typeof handle = async (events, trx) => {
    hear.handled?.(events);
    await handle(events, trx);
  };
  const consumer = startConsumer({ inbox: watched, effect, retentionDays: 30, log });
  const { nudge } = consumer;
  const attachment = delivery.attach({ inbox: watched, subscriptions, effect, nudge });
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
      await attachment.stop();
      await consumer.stop();
      await relay?.stop();
      await delivery.close();
    },
  };
}
