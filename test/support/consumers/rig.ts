import { setTimeout as sleep } from "node:timers/promises";
import type { ConfirmChannel } from "amqplib";
import { type Amqp, connectAmqp } from "../../../shared/amqp";
import type { Database } from "../../../shared/database";
import {
  createHandling,
  createInbox,
  deliverOverAmqp,
  type Delivery,
  type Inbox,
  inboxTables,
  on,
  publisherTables,
  type Relay,
  startConsumer,
  startRelay,
  type Subscription,
  type Tuning,
} from "../../../shared/events";
import { type Arrivals, startArrivals } from "../../../shared/events/amqp/subscribe";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../database";
import { eventually } from "../eventually";
import { createVhost, type Vhost } from "../rabbitmq";
import { noteEffect, SCHEMA } from "./effects";
import { happened } from "./events";
import { openQueues, type Queues } from "./queues";
import { createRecords, type Records } from "./records";

export interface SubscriberOptions {
  name: string;
  /** Notes `test.happened` in the table of effects when absent. */
  subscriptions?: readonly Subscription<never>[];
  deps?: Deps;
  db?: Database;
  /** The schema of its inbox. */
  schema?: string;
  tuning?: Tuning;
}

export interface RunningSubscriber {
  name: string;
  inbox: Inbox;
  arrivals: Arrivals;
  /** Its channels, the newest last. */
  channels: ConfirmChannel[];
  stop(): Promise<void>;
}

/** The durable tier below the services: RabbitMQ, PostgreSQL, and subscribers that a test makes up. */
export interface Rig {
  vhost: Vhost;
  database: TestDatabase;
  deps: Deps;
  queues: Queues;
  records: Records;
  /** Resolves when it consumes. */
  subscribe(options: SubscriberOptions): Promise<RunningSubscriber>;
  /** A relay of the outbox; it declares the queues of `subscribers`. */
  relay(subscribers?: readonly string[]): Promise<Relay>;
  /** What a relay publishes through; it declares the queues of `subscribers`. */
  publisher(subscribers: readonly string[]): Promise<Delivery>;
  /** Ends subscribers and relays; how many messages a subscriber had not acknowledged. */
  leftFor(subscriber: string): Promise<number>;
  /** Ends subscribers and relays and forgets their queues and rows, for the next test. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** What a subscriber does by default: a row in the table of effects for each event. */
export function noting(name: string): Subscription<never> {
  return on(happened, (_deps: Deps, event, trx) => noteEffect(trx, name, event));
}

export async function startRig(options: { migrated?: boolean } = {}): Promise<Rig> {
  const [vhost, database] = await Promise.all([
    createVhost(),
    createTestDatabase({ migrated: options.migrated ?? false }),
  ]);
  const db = database.of(SCHEMA);
  await db.raw(`create schema ${SCHEMA}`);
  await publisherTables.up(db, SCHEMA);
  await inboxTables.up(db, SCHEMA);
  await db.raw(`create table ${SCHEMA}.effects (subscriber text not null, event_id text not null)`);
  const queues = await openQueues(vhost);
  const deps = testDeps(database, SCHEMA);
  const { log } = deps;
  const running = new Set<{ stop(): Promise<void> }>();
  const names = new Set<string>();
  const endAll = () => Promise.all([...running].map((part) => part.stop()));

  const connectAs = (name: string): Promise<Amqp> => connectAmqp({ url: vhost.url, name, log });
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    running.add(part);
    return part;
  };

  const publish = async (subscribers: readonly string[]): Promise<Delivery> => {
    const delivery = deliverOverAmqp({
      amqp: await connectAs("relay"),
      log,
      subscribers: subscribers.map((name) => ({ name, subscriptions: [noting(name)] })),
      publishes: true,
    });
    await eventually(() => delivery.problem() === undefined);
    return delivery;
  };

  return {
    vhost,
    database,
    deps,
    queues,
    records: createRecords(db),
    async subscribe({ name, subscriptions = [noting(name)], ...given }) {
      const amqp = await connectAs(name);
      const channels: ConfirmChannel[] = [];
      const watched: Amqp = {
        ...amqp,
        async createConfirmChannel() {
          const channel = await amqp.createConfirmChannel();
          channels.push(channel);
          return channel;
        },
      };
      const inbox = createInbox(given.db ?? db, given.schema ?? SCHEMA, name);
      const handlers = { inbox, subscriptions, deps: (given.deps ?? deps) as never };
      const handling = createHandling({ ...handlers, tuning: given.tuning ?? {}, log });
      const consumer = startConsumer({ inbox, handling, log, interval: 100 });
      const { nudge } = consumer;
      const arrivals = startArrivals({ amqp: watched, inbox, subscriptions, handling, nudge, log });
      const part = {
        name,
        inbox,
        arrivals,
        channels,
        async stop() {
          if (!running.delete(part)) return;
          await Promise.all([handling.stop(), arrivals.stop(), consumer.stop()]);
          await amqp.close();
        },
      };
      names.add(name);
      await eventually(() => arrivals.problem() === undefined);
      return keep(part);
    },
    async publisher(subscribers) {
      const delivery = await publish(subscribers);
      running.add({ stop: () => delivery.close() });
      return delivery;
    },
    async relay(subscribers = []) {
      const delivery = await publish(subscribers);
      const { deliver } = delivery;
      const relay = startRelay({ db, schema: SCHEMA, deliver, retentionDays: 30, log });
      return keep({
        ...relay,
        async stop() {
          await relay.stop();
          await delivery.close();
        },
      });
    },
    async leftFor(subscriber) {
      await endAll();
      running.clear();
      await sleep(200);
      return await queues.waiting(subscriber);
    },
    async clear() {
      await endAll();
      running.clear();
      for (const name of names) await queues.remove(name);
      names.clear();
      for (const table of ["effects", "inbox", "outbox"])
        await db.raw(`delete from ${SCHEMA}.${table}`);
    },
    async stop() {
      await endAll();
      await queues.close();
      await database.drop();
      await vhost.drop();
    },
  };
}
