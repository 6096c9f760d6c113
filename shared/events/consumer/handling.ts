import type { Logger } from "../../observability";
import { inTime } from "../../waiting";
import type { Envelope } from "../envelope";
import type { Claimed, Effect, Inbox } from "../inbox/inbox";
import { hearsIt, type Subscription } from "../subscription";
import { Away, makeAttempts } from "./attempts";
import { concludeFailures, MAX_ATTEMPTS } from "./conclude-failure";
import type { Results } from "./effect";
import { type Claims, keepClaims } from "./keep-claims";
import { createLanes, laneOfKey, type Lanes } from "./lanes";
import { HandlerStopped } from "./limit-time";
import { BATCH_TIME, keepPace, type Pace } from "./pace";
import { refusalOf } from "./refusal";
import { type CompleteTuning, completeTuning, type Tuning } from "./tuning";
import { isTask, tellFailure } from "./work";

/** How a subscriber's events are handled in this process, whichever way they came. */
export interface Handling {
  readonly tuning: CompleteTuning;
  readonly lanes: Lanes;
  readonly pace: Pace;
  readonly claims: Claims;
  laneOf(event: Envelope): string;
  /** Whether an event may share a transaction with others: it is no task, and not refused before any handler has it. */
  isPlain(event: Envelope): boolean;
  /** The most events that may be claimed for one lane; a task is claimed when it can begin. */
  claimSize(): number;
  /**
   * Handles events of one lane that just came. What fails is in the inbox afterwards, where tries are
   * counted. Resolves with the ids of those that it did not come to.
   */
  handleFresh(events: Envelope[]): Promise<string[]>;
  /** Handles claimed events of one lane: they are done, put off, given up or back. */
  handleClaimed(events: Claimed[]): Promise<void>;
  /** Hears of the seconds after which something is due again. */
  onPostponed(listener: (seconds: number) => void): void;
  isStopping(): boolean;
  /**
   * Ends batches after the event that they are at, and after 15 s also handlers that do not end.
   * Resolves with the ids of the events that were left so; they are handled again later.
   */
  stop(): Promise<string[]>;
}

/** In ms. Handlers are waited for so long at a stop, and then what they wrote is undone within the rest. */
const GRACE = 15_000;
const UNDOING = 5_000;
/** How many connections a pool is taken to have when nobody says. */
const POOL_SIZE = 5;

/** What a subscriber does about events. Batches share a transaction; what fails in one is tried alone. */
export function createHandling<Deps>(options: {
  inbox: Inbox;
  subscriptions: readonly Subscription<Deps>[];
  /** Handed to the handlers first. */
  deps: Deps;
  tuning?: Tuning;
  poolSize?: number;
  log: Logger;
}): Handling {
  const { inbox, subscriptions, deps, log } = options;
  const { subscriber } = inbox;
  const tuning = completeTuning(options.tuning ?? {}, options.poolSize ?? POOL_SIZE);
  const { timeout, isolation } = tuning;
  const closing = new AbortController();
  const halting = new AbortController();
  const lanes = createLanes(tuning.concurrency);
  const pace = keepPace(tuning.batch);
  const longest = timeout + BATCH_TIME / 1_000;
  const claims = keepClaims({ inbox, longest, isSlow: pace.isSlow, log });
  let listener: (seconds: number) => void = () => undefined;
  const onPostponed = (seconds: number): void => listener(seconds);
  const halted = halting.signal;
  const failures = concludeFailures({
    inbox,
    onPostponed,
    stopping: closing.signal,
    onFailure: (...failure) => tellFailure(subscriptions, deps, failure, { timeout, halted, log }),
    log,
  });
  const hasTasks = subscriptions.some(({ task }) => task !== undefined);
  const attempts = makeAttempts({
    inbox,
    subscriptions,
    deps,
    timeout,
    pace,
    closing: closing.signal,
    halted,
    onPostponed,
  });

  /** What becomes of claimed events that failed together, or of one that failed alone. */
  const conclude = async (events: Claimed[], error: Error): Promise<void> => {
    const [first] = events;
    if (!first) return;
    if (error instanceof HandlerStopped) return await inbox.release(events);
    if (error instanceof Away) return await failures.wait(events, error.cause);
    if (events.length === 1) return await failures.fail(first, error);
    const about = { err: error, subscriber, count: events.length };
    log.debug(about, "batch failed, going one by one");
    for (const event of events) await settle([event]);
  };

  const settle = async (events: Claimed[], results?: Results): Promise<void> => {
    if (closing.signal.aborted && !results) return await inbox.release(events);
    try {
      await claims.through(events, async (held) => {
        if (held.length === 0) return;
        const envelopes = held.map(({ envelope }) => envelope);
        const run = async (traced: Envelope[], effect: Effect): Promise<void> => {
          const known = held.map((event, at) => ({
            ...event,
            envelope: traced[at] ?? event.envelope,
          }));
          await inbox.settle(known, effect, isolation);
        };
        await attempts.inTransaction(envelopes, run, results);
        failures.over();
      });
    } catch (error) {
      await conclude(events, error as Error);
    }
  };

  /** Does what a task has to do outside of its transaction, its claim renewed meanwhile. */
  const settleTask = async (event: Claimed): Promise<void> => {
    if (closing.signal.aborted) return await inbox.release([event]);
    const lost = claims.lost(event);
    let results: Results;
    try {
      const ending = AbortSignal.any([closing.signal, lost]);
      results = await attempts.outside(event.envelope, ending);
    } catch (error) {
      // Another process has it: what comes of it here is nobody's.
      if (lost.aborted) return;
      if (!closing.signal.aborted) return await conclude([event], error as Error);
      attempts.leave(event.envelope);
      return await inbox.release([event]);
    }
    await settle([event], results);
  };

  return {
    tuning,
    lanes,
    pace,
    claims,
    laneOf(event) {
      const { lane } = subscriptions.find((one) => one.lane && hearsIt(one, event)) ?? {};
      if (lane) return lane(event);
      if (hasTasks && isTask(subscriptions, event)) return `task ${event.subject ?? event.id}`;
      return laneOfKey(event.subject ?? event.id, tuning.concurrency);
    },
    isPlain: (event) =>
      refusalOf(subscriptions, event) === undefined && !(hasTasks && isTask(subscriptions, event)),
    claimSize: () => (hasTasks ? 1 : pace.size()),
    async handleFresh(events) {
      if (closing.signal.aborted) return events.map(({ id }) => id);
      try {
        const left = await attempts.inTransaction(events, (traced, effect) =>
          inbox.accept(traced, effect, isolation),
        );
        failures.over();
        return left;
      } catch (error) {
        if (error instanceof HandlerStopped) return events.map(({ id }) => id);
        const claimed = await inbox.takeIn(events, claims.seconds());
        claims.hold(claimed);
        try {
          await conclude(claimed, error as Error);
        } finally {
          claims.letGo(claimed);
        }
        return [];
      }
    },
    async handleClaimed(events) {
      try {
        const [first] = events;
        if (!first) return;
        const refusal = refusalOf(subscriptions, first.envelope);
        if (first.attempts > MAX_ATTEMPTS) await failures.buryLost(first);
        else if (refusal && events.length === 1) await failures.fail(first, refusal);
        else if (hasTasks && isTask(subscriptions, first.envelope)) await settleTask(first);
        else await settle(events);
      } finally {
        claims.letGo(events);
      }
    },
    onPostponed(hear) {
      listener = hear;
    },
    isStopping: () => closing.signal.aborted,
    async stop() {
      closing.abort();
      const halt = setTimeout(() => {
        halting.abort();
      }, GRACE);
      await inTime(lanes.idle(), GRACE + UNDOING);
      clearTimeout(halt);
      return attempts.unfinished();
    },
  };
}
