import type { Transaction } from "../database";
import type { DataOf, EventDefinition } from "./define-event";
import type { Envelope, EventOf } from "./envelope";
import type { Effect } from "./inbox";

/** What a service does about events: every effect goes through `trx`, which also marks them as done. */
export interface Subscription<Deps> {
  /** The types it hears, or every one. */
  types: readonly string[] | "*";
  handle(deps: Deps, events: Envelope[], trx: Transaction): Promise<void>;
}

/** Subscribes to one event durably: at least once delivered, the effect exactly once. */
export function on<Deps, E extends EventDefinition>(
  event: E,
  handler: (deps: Deps, event: EventOf<E>, trx: Transaction) => Promise<void>,
): Subscription<Deps> {
  return {
    types: [event.type],
    async handle(deps, events, trx) {
      for (const received of events) {
        const data = event.data.parse(received.data) as DataOf<E>;
        await handler(deps, { ...received, data }, trx);
      }
    },
  };
}

/** Subscribes to every event, in batches; the data is as it came. */
export function onEvery<Deps>(
  handler: (deps: Deps, events: Envelope[], trx: Transaction) => Promise<void>,
): Subscription<Deps> {
  return { types: "*", handle: handler };
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

/** An event came that this version of a subscriber knows nothing of; another version has asked for it. */
export class UnheardEvent extends Error {
  override readonly name = "UnheardEvent";
  constructor(type: string) {
    super(`this version of the subscriber does not hear ${type}`);
  }
}

/** What some subscriptions together do about events, each about those that it hears. */
export function effectOf<Deps>(subscriptions: readonly Subscription<Deps>[], deps: Deps): Effect {
  return async (events, trx) => {
    const unheard = events.find(({ type }) => !hears(subscriptions as never, type));
    if (unheard) throw new UnheardEvent(unheard.type);
    for (const { types, handle } of subscriptions) {
      const heard = events.filter(({ type }) => types === "*" || types.includes(type));
      if (heard.length > 0) await handle(deps, heard, trx);
    }
  };
}
