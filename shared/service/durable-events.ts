import type { Middleware, Service } from "moleculer";
import type { Loop } from "../background";
import type { Database } from "../database";
import {
  createInbox,
  inboxTables,
  startConsumer,
  type LocalSubscriber,
  type Subscription,
} from "../events";
import type { Logger } from "../observability";

export interface DurableEventsOptions {
  /** The database in which a service's inbox and effects live. */
  databaseOf(service: string): Database;
  log: Logger;
  retentionDays: number;
  /** Hears of each subscriber, so that deliveries can reach it. */
  onSubscriber(subscriber: LocalSubscriber): void;
}

/** What a Moleculer service adds to its schema to subscribe durably. */
export interface SubscribingSchema<Deps = unknown> {
  subscribe?: readonly Subscription<Deps>[];
  /** Handed to the handlers; the Moleculer service itself when absent. */
  deps?: Deps;
}

/**
 * The durable tier as a Moleculer middleware: a service of any making that has
 * `subscribe: [on(userRegistered, handler)]` in its schema gets its own inbox (a schema named like
 * the service) and a consumer that runs as long as the service does.
 */
export function durableEvents(options: DurableEventsOptions): Middleware {
  const consumers = new Map<string, Loop>();
  return {
    name: "DurableEvents",
    async serviceStarted(service: Service) {
      const { subscribe = [], deps } = service.schema as SubscribingSchema;
      if (subscribe.length === 0) return;
      const db = options.databaseOf(service.name);
      await ensureInbox(db, service.name);
      const inbox = createInbox(db, service.name, service.name);
      const consumer = startConsumer({
        inbox,
        subscriptions: subscribe,
        deps: deps ?? service,
        retentionDays: options.retentionDays,
        log: options.log.child({ service: service.name }),
      });
      consumers.set(service.fullName, consumer);
      options.onSubscriber({ inbox, subscriptions: subscribe, nudge: consumer.nudge });
    },
    async serviceStopping(service: Service) {
      await consumers.get(service.fullName)?.stop();
      consumers.delete(service.fullName);
    },
  } as Middleware;
}

/** Services of the platform bring the table by migration; a guest gets it here. */
async function ensureInbox(db: Database, schema: string): Promise<void> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    "select 1 from information_schema.tables where table_schema = ? and table_name = 'inbox'",
    [schema],
  );
  if (rows.length > 0) return;
  await db.raw("create schema if not exists ??", [schema]);
  await inboxTables.up(db, schema);
}
