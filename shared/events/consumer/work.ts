import { type Logger, report } from "../../observability";
import type { Envelope } from "../envelope";
import { hearsIt, type OnFailure, type Subscription } from "../subscription";
import type { Results } from "./effect";
import { limitTime } from "./limit-time";

/** Whether something has to be done about an event outside of its transaction. */
export function isTask(subscriptions: readonly Subscription<never>[], event: Envelope): boolean {
  return subscriptions.some((one) => one.task !== undefined && hearsIt(one, event));
}

/**
 * Does the work of the tasks that hear an event, one after another. `ending` asks it to end; it is
 * waited for until its timeout, or until `halted`.
 */
export async function doWork<Deps>(
  subscriptions: readonly Subscription<Deps>[],
  deps: Deps,
  event: Envelope,
  { ending, halted }: { ending: AbortSignal; halted: AbortSignal },
): Promise<Results> {
  const results = new Map<unknown, unknown>();
  for (const subscription of subscriptions) {
    const { task } = subscription;
    if (!task || !hearsIt(subscription, event)) continue;
    const late = new AbortController();
    const signal = AbortSignal.any([ending, halted, late.signal]);
    try {
      const work = () => task.work(deps, event, { signal });
      results.set(subscription, await limitTime(work, task.timeout, halted));
    } finally {
      late.abort();
    }
  }
  return results;
}

/** Tells those who hear an event that an attempt at it failed; each has so many seconds. */
export async function tellFailure<Deps>(
  subscriptions: readonly Subscription<Deps>[],
  deps: Deps,
  [event, error, about]: [Envelope, Error, Parameters<OnFailure<Deps>>[3]],
  { timeout, halted, log }: { timeout: number; halted: AbortSignal; log: Logger },
): Promise<void> {
  for (const subscription of subscriptions) {
    const { onFailure } = subscription;
    if (!onFailure || !hearsIt(subscription, event)) continue;
    try {
      await limitTime(async () => await onFailure(deps, event, error, about), timeout, halted);
    } catch (err) {
      const { id } = event;
      report(log, err, { event_id: id, message: "onFailure of a subscription failed" });
    }
  }
}
