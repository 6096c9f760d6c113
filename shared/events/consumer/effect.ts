import type { Transaction } from "../../database";
import type { Envelope } from "../envelope";
import { hearsIt, type Subscription } from "../subscription";
import { refusalOf } from "./refusal";

/** Has a handler's promise bounded by what surrounds it: its time, the end of the process. */
type Bound = <T>(work: () => Promise<T>) => Promise<T>;

/** What the work of tasks came to, by their subscriptions. */
export type Results = ReadonlyMap<unknown, unknown>;

/**
 * What some subscriptions together do about events, each about those that it hears. Once `isOver`, it
 * comes to no further event; resolves with how many had their effect. Throws a RefusedEvent about one
 * that nobody hears, or whose version is not known.
 */
export function effectOf<Deps>(
  subscriptions: readonly Subscription<Deps>[],
  deps: Deps,
  surroundings: { bound?: Bound; isOver?: () => boolean; results?: Results } = {},
): (events: Envelope[], trx: Transaction) => Promise<number> {
  const { bound = (work) => work(), isOver = () => false, results } = surroundings;
  const single = subscriptions.filter(({ oneByOne }) => oneByOne);
  const others = subscriptions.filter(({ oneByOne }) => !oneByOne);
  return async (events, trx) => {
    for (const event of events) {
      const refusal = refusalOf(subscriptions as never, event);
      if (refusal) throw refusal;
    }
    let done = 0;
    for (const event of events) {
      if (done > 0 && isOver()) break;
      for (const subscription of single) {
        if (!hearsIt(subscription, event)) continue;
        await bound(() => subscription.handle(deps, [event], trx, results?.get(subscription)));
      }
      done += 1;
    }
    for (const subscription of others) {
      const heard = events.slice(0, done).filter((event) => hearsIt(subscription, event));
      if (heard.length > 0) await bound(() => subscription.handle(deps, heard, trx));
    }
    return done;
  };
}
