import { performance } from "node:perf_hooks";
import type { Envelope } from "../envelope";
import { attempts as tries, OUTCOMES } from "../event-metrics";
import type { Effect, Inbox } from "../inbox/inbox";
import type { Subscription } from "../subscription";
import { traceHandling } from "../trace-events";
import { effectOf, type Results } from "./effect";
import { limitTime } from "./limit-time";
import { BATCH_TIME, type Pace } from "./pace";
import { faultOf, faultOfWork } from "./tell-away";
import { doWork } from "./work";

/** Trying at events: within limits, counted, with what failed told apart from what is away. */
export interface Attempts {
  /** `run` has the effect of events in a transaction. Rejects with their fault, or Away. */
  inTransaction<T>(
    events: Envelope[],
    run: (traced: Envelope[], effect: Effect) => Promise<T>,
    results?: Results,
  ): Promise<T>;
  /** Does what tasks have to do outside of one, until `ending`. Rejects with their fault, or Away. */
  outside(event: Envelope, ending: AbortSignal): Promise<Results>;
  /** Notes that an event was left where it was, to be handled again later. */
  leave(event: Envelope): void;
  /** The ids of the events that are tried at, or were left. */
  unfinished(): string[];
}

/** Something that events need is away: no fault of theirs. */
export class Away extends Error {
  override readonly name = "Away";
  constructor(override readonly cause: Error) {
    super("something is away");
  }
}

/**
 * Attempts of a subscriber. A handler has `timeout` seconds; once `closing`, no further event of a
 * batch is begun, and once `halted` nothing is waited for. `onPostponed` hears of what a batch leaves.
 */
export function makeAttempts<Deps>(options: {
  inbox: Inbox;
  subscriptions: readonly Subscription<Deps>[];
  deps: Deps;
  timeout: number;
  pace: Pace;
  closing: AbortSignal;
  halted: AbortSignal;
  onPostponed: (seconds: number) => void;
}): Attempts {
  const { inbox, subscriptions, deps, timeout, pace, closing, halted, onPostponed } = options;
  const { subscriber } = inbox;
  const underWay = new Set<string>();
  const left = new Set<string>();
  // From 0, so that the first one counts as a rise.
  for (const outcome of OUTCOMES) tries.inc({ subscriber, outcome }, 0);

  return {
    async inTransaction(events, run, results) {
      let since = Infinity;
      let done = 0;
      const handle = effectOf(subscriptions, deps, {
        bound: (work) => limitTime(work, timeout, halted),
        isOver: () => closing.aborted || performance.now() - since > BATCH_TIME,
        ...(results ? { results } : {}),
      });
      const effect: Effect = async (given, trx) => {
        since = performance.now();
        done = await handle(given, trx);
        if (done < given.length) onPostponed(0);
        return done;
      };
      for (const { id } of events) underWay.add(id);
      try {
        const result = await traceHandling(subscriber, events, (traced) => run(traced, effect));
        if (done > 0) pace.note(done, performance.now() - since);
        tries.inc({ subscriber, outcome: "done" }, done);
        return result;
      } catch (error) {
        if (halted.aborted) for (const { id } of events) left.add(id);
        const fault = await faultOf(error, { inbox, begun: since !== Infinity });
        if (fault === undefined) throw new Away(error as Error);
        if (performance.now() - since > BATCH_TIME) pace.stumble();
        throw fault;
      } finally {
        for (const { id } of events) underWay.delete(id);
      }
    },
    async outside(event, ending) {
      underWay.add(event.id);
      try {
        return await doWork(subscriptions, deps, event, { ending, halted });
      } catch (error) {
        throw faultOfWork(error) ?? new Away(error as Error);
      } finally {
        underWay.delete(event.id);
      }
    },
    leave: ({ id }) => void left.add(id),
    unfinished: () => [...new Set([...left, ...underWay])],
  };
}
