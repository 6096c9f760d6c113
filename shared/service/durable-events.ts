import type { Middleware, Service } from "moleculer";
import type { Database } from "../database";
import {
  type Attachment,
  type Delivery,
  fitToPool,
  prepareInbox,
  type StartedSubscriber,
  startSubscriber,
  type Subscription,
  type Tuning,
} from "../events";
import type { Logger } from "../observability";

export interface DurableEventsOptions {
  /** The database in which a service's inbox and effects live. */
  databaseOf(service: string): Database;
  delivery: Delivery;
  log: Logger;
  retentionDays: number;
  /** Of services whose schema says nothing else. */
  tuning?: Tuning | undefined;
  /** How many connections each may count on, where several share a pool; the pool's size otherwise. */
  poolSize?: number;
}

/** What a Moleculer service adds to its schema to subscribe durably. */
export interface SubscribingSchema<Deps = unknown> {
  subscribe?: readonly Subscription<Deps>[];
  /** How its events are handled. */
  tuning?: Tuning;
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
  const running = new Map<string, StartedSubscriber>();
  const { poolSize } = options;
  const fitted = (tuning: Tuning): Tuning =>
    poolSize === undefined ? tuning : fitToPool(tuning, poolSize);

  const serviceStarted = async (service: Service): Promise<void> => {
    const { subscribe = [], deps, tuning } = service.schema as SubscribingSchema;
    if (subscribe.length === 0) return;
    const db = options.databaseOf(service.name);
    await prepareInbox(db, service.name, subscribe as readonly Subscription<never>[]);
    // Another service failed to start: what began now, nobody would end.
    if (service.broker.stopping) return;
    const { delivery, retentionDays } = options;
    const subscriber = startSubscriber({
      db,
      name: service.name,
      subscriptions: subscribe,
      deps: deps ?? service,
      delivery,
      tuning: fitted({ ...options.tuning, ...tuning }),
      poolSize,
      retentionDays,
      log: options.log.child({ service: service.name }),
    });
    running.set(service.name, subscriber);
  };

  const serviceStopping = async (service: Service): Promise<void> => {
    const subscriber = running.get(service.name);
    running.delete(service.name);
    await subscriber?.stop();
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
