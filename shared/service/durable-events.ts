import type { Middleware, Service } from "moleculer";
import type { Loop } from "../background";
import type { Database } from "../database";
import {
  createInbox,
  effectOf,
  prepareInbox,
  startConsumer,
  type Attachment,
  type Delivery,
  type Subscription,
} from "../events";
import type { Logger } from "../observability";

export interface DurableEventsOptions {
  /** The database in which a service's inbox and effects live. */
  databaseOf(service: string): Database;
  delivery: Delivery;
  log: Logger;
  retentionDays: number;
}

/** What a Moleculer service adds to its schema to subscribe durably. */
export interface SubscribingSchema<Deps = unknown> {
  subscribe?: readonly Subscription<Deps>[];
  /** Handed to the handlers; the Moleculer service itself when absent. */
  deps?: Deps;
}

/** The durable tier, as a middleware and for whoever asks how its consumers do. */
export interface DurableEvents {
  middleware: Middleware;
  /** What is wrong with each subscriber of this process that does not get its events. */
  problems(): string[];
  /** Those of this process, by name, with how events reach them. */
  subscribers(): { name: string; attachment: Attachment }[];
}

/**
 * The durable tier as a Moleculer middleware: a service of any making that has
 * `subscribe: [on(userRegistered, handler)]` in its schema gets its own inbox (a schema named like
 * the service) and consumes as long as the service runs.
 */
export function durableEvents(options: DurableEventsOptions): DurableEvents {
  const running = new Map<string, { consumer: Loop; attachment: Attachment }>();

  const serviceStarted = async (service: Service): Promise<void> => {
    const { subscribe = [], deps } = service.schema as SubscribingSchema;
    if (subscribe.length === 0) return;
    const db = options.databaseOf(service.name);
    await prepareInbox(db, service.name);
    const inbox = createInbox(db, service.name, service.name);
    const log = options.log.child({ service: service.name });
    const effect = effectOf(subscribe, deps ?? service);
    const { retentionDays } = options;
    const consumer = startConsumer({ inbox, effect, retentionDays, log });
    const attachment = options.delivery.attach({
      inbox,
      subscriptions: subscribe as readonly Subscription<never>[],
      effect,
      nudge: consumer.nudge,
    });
    running.set(service.name, { consumer, attachment });
  };

  const serviceStopping = async (service: Service): Promise<void> => {
    const parts = running.get(service.name);
    running.delete(service.name);
    await parts?.attachment.stop();
    await parts?.consumer.stop();
  };

  return {
    middleware: { name: "DurableEvents", serviceStarted, serviceStopping } as Middleware,
    subscribers: () => [...running].map(([name, { attachment }]) => ({ name, attachment })),
    problems: () =>
      [...running].flatMap(([name, { attachment }]) => {
        const problem = attachment.problem();
        return problem === undefined ? [] : [`events of ${name}: ${problem}`];
      }),
  };
}
