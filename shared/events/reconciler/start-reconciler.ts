import { type Loop, startLoop } from "../../background";
import type { Database } from "../../database";
import { decodeTypeId } from "../../ids";
import { type Logger, report } from "../../observability";
import { pause } from "../../waiting";
import type { Envelope } from "../envelope";
import { firstUuidOf } from "../event-uuid";
import { sweepDiscarded } from "./discarded";
import { findOldestDone } from "./find-missing";
import { type Heard, readHeard } from "./heard";
import { type Found, look, type PublishedLog, type Window } from "./look";
import {
  beginReconciliation,
  endLook,
  readHistory,
  type Reconciliation,
  takeLook,
} from "./reconciliations";

/** Compares the log with a subscriber's inbox, and hands over what the inbox lacks. */
export interface Reconciler extends Loop {
  readonly subscriber: string;
  /** Looks at once at everything that was published: something may have been lost. */
  lookNow(): void;
}

/** What was handed over, and of which time; a type, as it travels as the params of an action. */
export type RepairRecord = {
  subscriber: string;
  since: string;
  until: string;
  counts: { received: number; new: number; known: number };
};

export interface ReconcilerOptions {
  db: Database;
  schema: string;
  subscriber: string;
  published: PublishedLog;
  /** Puts events into the inbox; resolves with how many were new. */
  receive: (events: Envelope[]) => Promise<number>;
  /** Whether nothing waits in the subscriber's queue; what waits there is not missing. */
  isDrained: () => Promise<boolean>;
  /** Writes down what was handed over. */
  record: (repair: RepairRecord) => Promise<unknown>;
  retentionDays: number;
  /** In seconds: how long an event has to arrive before it is missed; a look is as far from the next. 300 when absent. */
  settleSeconds?: number | undefined;
  logger: Logger;
}

const SETTLE_SECONDS = 300;
/** In ms: what was just published may still be on its way to the inbox. */
const ARRIVING = 2_000;
/** A full look reads so many pages of 5,000 events each time, and begins again a day after it ended. */
const WALKED_PAGES = 4;
const WALK_AGAIN_AFTER = 86_400_000;
/** Of the time for which events are remembered: what is older may be forgotten at any moment. */
const REMEMBERED = 0.9;

/**
 * Starts it. What was published when it last looked has arrived by the next look, unless its queue has
 * not been drained; so each event is looked at once, and by a full look now and then. Any number of
 * processes may run it: one at a time takes a look.
 */
export function startReconciler(options: ReconcilerOptions): Reconciler {
  const { db, schema, subscriber, published, logger } = options;
  const { settleSeconds = SETTLE_SECONDS } = options;
  let begun = false;
  let isUrgent = false;

  const loop = startLoop({
    name: `reconciler of ${subscriber}`,
    interval: (settleSeconds * 1_000) / 2,
    log: logger,
    async work(signal) {
      if (!begun) await beginReconciliation(db, schema, subscriber);
      begun = true;
      const taken = await takeLook(db, schema, subscriber, isUrgent ? 0 : settleSeconds);
      if (!taken) return false;
      const history = (await readHistory(db)) ?? null;
      const isOther = taken.history !== null && history !== taken.history;
      const atOnce = isUrgent || isOther;
      const until = atOnce ? await published.publishedUntil({ seconds: 0 }) : undefined;
      if (atOnce) await pause(ARRIVING, signal);
      if (signal.aborted) return false;
      // At once again, in 2 s, if there is a reason; else at the next look.
      if (!(await options.isDrained())) return atOnce;
      isUrgent = false;

      const heard = await readHeard(db, schema, subscriber);
      const to = until ? decodeTypeId(until.before, "event") : taken.next_to;
      const window = { from: laterOf(taken.looked_to, boundOf(taken, options)), to };
      const found =
        to > window.from ? await look({ ...options, log: published }, heard, window) : NOTHING;
      const walked = await walk(options, heard, taken);
      const next = await published.publishedUntil({ seconds: settleSeconds });
      const missing = found.missing + walked.found.missing;
      await endLook(db, schema, subscriber, {
        looked_to: to,
        next_to: decodeTypeId(next.before, "event"),
        walked_to: walked.to,
        walked_at: walked.at,
        history,
        missing,
      });
      await sweepDiscarded(db, schema, subscriber, options.retentionDays);
      if (missing > 0) {
        const repaired = found.repaired + walked.found.repaired;
        const from = walked.found.missing > 0 ? walked.from : window.from;
        await tell(options, { from, to }, missing, repaired);
      }
      return false;
    },
  });

  return {
    ...loop,
    subscriber,
    lookNow() {
      isUrgent = true;
      loop.nudge();
    },
  };
}

const NOTHING: Found = { missing: 0, repaired: 0, to: "" };

/** Goes on with the full look, which ends where looks are anyway. */
async function walk(
  options: ReconcilerOptions,
  heard: readonly Heard[],
  { walked_to, walked_at, looked_to, now }: Reconciliation,
): Promise<{ from: string; to: string | null; at: Date | null; found: Found }> {
  const isDue = walked_at === null || now.getTime() - walked_at.getTime() > WALK_AGAIN_AFTER;
  if (walked_to === null && !isDue) return { from: "", to: null, at: walked_at, found: NOTHING };
  const { db, schema, subscriber } = options;
  // What was handled before the oldest that is remembered may have been forgotten.
  const oldest = (await findOldestDone(db, schema, subscriber)) ?? now;
  const bound = laterOf(boundOf({ now }, options), firstUuidOf(oldest));
  const from = laterOf(walked_to ?? bound, bound);
  if (from >= looked_to) return { from, to: null, at: now, found: NOTHING };
  const window = { from, to: looked_to };
  const found = await look({ ...options, log: options.published }, heard, window, WALKED_PAGES);
  const isThrough = found.to >= looked_to;
  return { from, to: isThrough ? null : found.to, at: isThrough ? now : walked_at, found };
}

function boundOf(
  { now }: Pick<Reconciliation, "now">,
  { retentionDays }: ReconcilerOptions,
): string {
  return firstUuidOf(new Date(now.getTime() - retentionDays * REMEMBERED * 86_400_000));
}

async function tell(
  { subscriber, record, logger }: ReconcilerOptions,
  { from, to }: Window,
  missing: number,
  repaired: number,
): Promise<void> {
  logger.warn({ subscriber, count: missing }, "events were missing and are handed over again");
  const counts = { received: missing, new: repaired, known: missing - repaired };
  const times = { since: timeOf(from), until: timeOf(to) };
  // What is done stays done when it cannot be written down.
  await record({ subscriber, ...times, counts }).catch((error: unknown) => {
    report(logger, error, { subscriber, message: "a repair could not be written down" });
  });
}

function timeOf(uuid: string): string {
  return new Date(Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16)).toISOString();
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
