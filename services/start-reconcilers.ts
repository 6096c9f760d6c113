import {
  createInbox,
  type Delivery,
  type Envelope,
  type Reconciler,
  startReconciler,
} from "../shared/events";
import type { Calls, DurableEvents } from "../shared/service";
import type { OpenDatabase } from "./open-database";
import type { StartOptions } from "./start-options";

interface Parts {
  options: StartOptions;
  database: OpenDatabase;
  durable: DurableEvents;
  delivery: Delivery;
  /** As a service of the platform. */
  call: Pick<Calls, "events">;
}

/**
 * Starts a reconciler for each subscriber that runs here. Its service acts in its own role: it asks the
 * publishers for their logs, and looks into no schema but its own.
 */
export function startReconcilers({
  options,
  database,
  durable,
  delivery,
  call,
}: Parts): Reconciler[] {
  const { config, log, settleSeconds } = options;
  const reconcilers = durable.subscribers().map(({ name }) => {
    const db = database.of(name);
    const inbox = createInbox(db, name, name);
    return startReconciler({
      db,
      schema: name,
      subscriber: name,
      published: {
        publishedUntil: (params) => call.events.publishedUntil(params),
        listEventIds: (params) => call.events.listEventIds(params),
        getEvents: async (params) => {
          const { data } = await call.events.getEvents(params);
          return { data: data as Envelope[] };
        },
      },
      receive: (events) => inbox.receive(events),
      isDrained: async () => config.amqpUrl === undefined || (await isDrained(delivery, name)),
      record: (repair) => call.events.recordRepair(repair),
      retentionDays: config.eventRetentionDays,
      settleSeconds,
      logger: log.child({ service: name }),
    });
  });
  delivery.onQueueMade((subscriber) => {
    for (const one of reconcilers) if (one.subscriber === subscriber) one.lookNow();
  });
  return reconcilers;
}

async function isDrained(delivery: Delivery, name: string): Promise<boolean> {
  const queues = await delivery.queues();
  return queues.some(({ subscriber, ready }) => subscriber === name && ready === 0);
}
