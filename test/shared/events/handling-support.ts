import { connectAmqp } from "../../../shared/amqp";
import type { ConnectionSettings, Database } from "../../../shared/database";
import {
  deliverOverAmqp,
  deliverToInboxes,
  type Delivery,
  type Envelope,
  prepareInbox,
  startSubscriber,
  type Subscription,
  type Tuning,
} from "../../../shared/events";
import { createLogger } from "../../../shared/observability";
import { subscribe } from "../../../shared/subscriber";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";
import { createVhost, type Vhost } from "../../support/rabbitmq";

const log = createLogger({ level: "silent", pretty: false });

/** A way from a publisher to subscribers, as those who subscribe see it. */
export interface Door {
  db: Database;
  settings: ConnectionSettings;
  /** Where there is a broker. */
  amqpUrl?: string;
  /** Starts a subscriber; resolves once events reach it. */
  hear(
    name: string,
    on: readonly Subscription<never>[],
    tuning?: Tuning,
  ): Promise<{ stop(): Promise<string[]> }>;
  publish(...events: Envelope[]): Promise<void>;
  /** The inbox of a subscriber. */
  rows(name: string): Promise<InboxRow[]>;
  /** As if each event that failed had failed five times: the next attempt is its last. */
  skipAttempts(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface InboxRow {
  status: string;
  attempts: number;
  last_error: string | null;
}

type Hear = Door["hear"];

/** Over RabbitMQ, by `subscribe`. */
export async function overRabbitMq(): Promise<Door> {
  const [database, vhost] = await Promise.all([openDatabase(), createVhost()]);
  const amqp = await connectAmqp({ url: vhost.url, name: "test", log });
  const delivery = deliverOverAmqp({ amqp, log, subscribers: [], publishes: true });
  await eventually(() => delivery.problem() === undefined);
  const hear: Hear = async (name, on, tuning) => {
    const places = { amqpUrl: vhost.url, database: database.settings, log };
    const subscriber = subscribe({ ...places, name, on, ...(tuning ? { tuning } : {}) });
    await subscriber.ready();
    return { stop: async () => (await subscriber.stop()).left };
  };
  return doorOf(database, delivery, hear, vhost);
}

/** Without a broker: the relay writes into inboxes. */
export async function withoutBroker(): Promise<Door> {
  const database = await openDatabase();
  const delivery = deliverToInboxes([]);
  const hear: Hear = async (name, subscriptions, tuning) => {
    const db = database.of(name);
    await prepareInbox(db, name, subscriptions);
    const given = { db, name, subscriptions, delivery, log, tuning, retentionDays: 30 };
    return startSubscriber({ ...given, deps: undefined as never });
  };
  return doorOf(database, delivery, hear);
}

async function openDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ migrated: false });
  await database.of("test").raw("create table effects (who text, event_id text)");
  return database;
}

function doorOf(database: TestDatabase, delivery: Delivery, hear: Hear, vhost?: Vhost): Door {
  const db = database.of("test");
  const running: { stop(): Promise<string[]> }[] = [];
  return {
    db,
    settings: database.settings,
    ...(vhost ? { amqpUrl: vhost.url } : {}),
    async hear(...given) {
      const subscriber = await hear(...given);
      running.push(subscriber);
      return subscriber;
    },
    async publish(...events) {
      expect(await delivery.deliver(events)).toHaveLength(events.length);
    },
    rows: (name) => db.withSchema(name).from("inbox").orderBy("event_id").select<InboxRow[]>("*"),
    async skipAttempts(name) {
      await db.raw(
        "update ??.inbox set attempts = 5 where status = 'pending' and last_error is not null",
        [name],
      );
    },
    async close() {
      await Promise.all(running.map((subscriber) => subscriber.stop()));
      await delivery.close();
      await database.drop();
      await vhost?.drop();
    },
  };
}
