import type { Transaction } from "../database";
import { requireTaskTimeout } from "./consumer/tuning";
import type { DataOf, EventDefinition } from "./define-event";
import type { Envelope, EventOf } from "./envelope";

/** What a service does about events: every effect goes through `trx`, which also marks them as done. */
export interface Subscription<Deps> {
  /** The types it hears, or every one. */
  types: readonly string[] | "*";
  /** `result` is what its work came to, where it has one. */
  handle(deps: Deps, events: Envelope[], trx: Transaction, result?: unknown): Promise<void>;
  /** Whether `handle` takes a single event at a time. */
  oneByOne?: boolean;
  /** What it is about, where that is a single event; else the catalogue says which versions are known. */
  event?: EventDefinition;
  /** What is done before `handle`, outside of the transaction. */
  task?: {
    work: (deps: Deps, event: Envelope, about: { signal: AbortSignal }) => Promise<unknown>;
    /** In seconds. */
    timeout: number;
  };
  /** Events of one lane are handled in the order in which they come, and never two batches of it at once. */
  lane?: (event: Envelope) => string;
  onFailure?: OnFailure<Deps>;
}

/** What may be said about a subscription beside what it does. */
export interface SubscriptionOptions<Deps> {
  /**
   * Names the lane of an event. A batch has events of one lane only, and no two batches of it are at
   * work at once in a process. When absent, events of one subject share a lane, and so do some subjects.
   */
  lane?: (event: Envelope) => string;
  /**
   * Hears of each attempt that failed, after what it wrote was undone; what it throws is reported and
   * changes nothing. An attempt that only waits for something that is away is none.
   */
  onFailure?: OnFailure<Deps>;
}

/** `givenUp` is true once, at the last attempt: the event is a dead letter then. Its data is as it came. */
export type OnFailure<Deps> = (
  deps: Deps,
  event: Envelope,
  error: Error,
  about: { attempts: number; givenUp: boolean },
) => Promise<void> | void;

export type Handler<Deps, E extends EventDefinition> = (
  deps: Deps,
  event: EventOf<E>,
  trx: Transaction,
) => Promise<void>;

/** What takes long, or calls others: done outside of a transaction, at least once. */
export interface Task<Deps, E extends EventDefinition, Result> {
  /** `signal` is aborted when it has to end: at a stop, after its timeout, or once another process has it. */
  work: (deps: Deps, event: EventOf<E>, about: { signal: AbortSignal }) => Promise<Result>;
  /** Writes down what the work came to, in the transaction that marks the event as done. */
  effect?: (deps: Deps, event: EventOf<E>, trx: Transaction, result: Result) => Promise<void>;
  /** How long the work may take, in seconds: up to 86,400 (a day), otherwise 3,600 (an hour). */
  timeout?: number;
}

const TASK_TIMEOUT = 3_600;

/**
 * Subscribes to one event durably: at least once delivered, the effect exactly once. Long work comes as
 * a task: it runs before the effect, outside of its transaction, and no other process has the event
 * meanwhile. Throws a RangeError for a timeout that is out of range.
 */
export function on<Deps, E extends EventDefinition, Result = void>(
  event: E,
  handler: Handler<Deps, E> | Task<Deps, E, Result>,
  options: SubscriptionOptions<Deps> = {},
): Subscription<Deps> {
  const read = (received: Envelope): EventOf<E> => {
    const data = event.data.parse(received.data) as DataOf<E>;
    return { ...received, data };
  };
  const about = { ...options, types: [event.type], oneByOne: true, event };
  if (typeof handler === "function") {
    return {
      ...about,
      async handle(deps, events, trx) {
        for (const received of events) await handler(deps, read(received), trx);
      },
    };
  }
  const { work, effect, timeout = TASK_TIMEOUT } = handler;
  requireTaskTimeout(event.type, timeout);
  return {
    ...about,
    task: {
      work: async (deps, received, given) => await work(deps, read(received), given),
      timeout,
    },
    async handle(deps, events, trx, result) {
      for (const received of events) await effect?.(deps, read(received), trx, result as Result);
    },
  };
}

/** Subscribes to every event, in batches; the data is as it came. */
export function onEvery<Deps>(
  handler: (deps: Deps, events: Envelope[], trx: Transaction) => Promise<void>,
  options: SubscriptionOptions<Deps> = {},
): Subscription<Deps> {
  return { ...options, types: "*", handle: handler };
}

/** Whether a subscription hears an event. */
export function hearsIt({ types }: Subscription<never>, { type }: Envelope): boolean {
  return types === "*" || types.includes(type);
}

/** Whether any of the subscriptions hears a type. */
export function hears(subscriptions: readonly Subscription<never>[], type: string): boolean {
  return subscriptions.some(({ types }) => types === "*" || types.includes(type));
}

/** Every type that some subscriptions hear. */
export function typesOf(subscriptions: readonly Subscription<never>[]): readonly string[] | "*" {
  if (subscriptions.some(({ types }) => types === "*")) return "*";
  return [...new Set(subscriptions.flatMap(({ types }) => types))];
}

/** What a handler throws about an event that it will never take: it becomes a dead letter at once. */
export class RefusedEvent extends Error {
  override readonly name: string = "RefusedEvent";
}
