import type { Database, Transaction } from "../database";
import { AppError } from "../errors";
import { counter } from "../observability";
import { COUNT, GIVE_BACK, LOOK } from "./statements";

const refused = counter("jumar_rate_limited_total", "Tries that were one too many, by limit.", [
  "limit",
]);

/** How often something may be tried. */
export interface LimitRule {
  name: string;
  /** So many tries in each window of so many seconds, which begins with the first of them. */
  points: number;
  seconds: number;
  pauses?: Pauses;
}

/**
 * From the try of the number `free` on, a pause follows each: `first` seconds, doubling up to
 * `longest`, whether windows end meanwhile or not. Tries in a pause are refused and do not count.
 * How many there were is forgotten when there was none for `remembered` seconds.
 */
export interface Pauses {
  free: number;
  first: number;
  longest: number;
  remembered: number;
}

/** What became of a try. */
export interface Tried {
  key: string;
  allowed: boolean;
  /** Tries that are left in this window. */
  remaining: number;
  /** Seconds until the window ends. */
  reset: number;
  /** Seconds until the next try can be allowed; 0 when at once. */
  retryAfter: number;
  /** Names the window that it was counted in. */
  window: string;
}

export interface Limiter {
  readonly rule: LimitRule;
  /**
   * Counts a try of a key, or refuses it. Of many at once each is counted, over all processes; in a
   * transaction it is counted if that commits.
   */
  consume(key: string, trx?: Transaction): Promise<Tried>;
  /** As if an allowed try had not been; with `endPauses` also as if none had been before it, but for the window. */
  giveBack(tried: Tried, options?: { endPauses?: boolean; trx?: Transaction }): Promise<void>;
  /** Forgets the tries of a key. */
  clear(key: string, trx?: Transaction): Promise<void>;
}

const NO_PAUSES: Pauses = { free: 1_000_000, first: 0, longest: 0, remembered: 0 };

/**
 * Limits by rows of `schema`, which needs `limitTable`. One statement looks and counts, by the
 * database's clock; many at one key wait in line for its row. A database that is away is an error like
 * everywhere: nothing is let through.
 */
export function createLimiter(db: Database, schema: string, rule: LimitRule): Limiter {
  const { name, points, seconds, pauses = NO_PAUSES } = rule;
  const remembered = Math.max(seconds, pauses.remembered);
  const named = (statement: string) => ({ name: `limits-${statement}-${schema}` });

  const attempt = async (on: Database | Transaction, key: string): Promise<Tried> => {
    const values = { schema, points, seconds, ...pauses, remembered, key: `${name}:${key}` };
    const counted = await on.raw<Rows>(COUNT, values).options(named("count"));
    const [row] = counted.rows;
    if (row) return toTried(key, row, points, true);
    refused.inc({ limit: name });
    const { rows } = await on.raw<Rows>(LOOK, values).options(named("look"));
    // Gone again since it was refused, so the next try can be allowed.
    return toTried(key, rows[0] ?? { used: 0, reset: 0, pause: 0, window: "" }, points, false);
  };

  return {
    rule,
    consume: (key, trx) => attempt(trx ?? db, key),
    async giveBack(tried, { endPauses = false, trx } = {}) {
      const { key, window } = tried;
      const values = { schema, endPauses, window, key: `${name}:${key}` };
      await (trx ?? db).raw(GIVE_BACK, values).options(named("give-back"));
    },
    async clear(key, trx) {
      await (trx ?? db)
        .withSchema(schema)
        .table("limits")
        .where({ key: `${name}:${key}` })
        .delete();
    },
  };
}

interface Rows {
  rows: Row[];
}

interface Row {
  used: number;
  /** Seconds until the window ends, and until the pause does. */
  reset: number;
  pause: number;
  window: string;
}

function toTried(key: string, row: Row, points: number, allowed: boolean): Tried {
  const { used, pause, window } = row;
  const remaining = Math.max(0, points - used);
  const reset = Math.max(0, row.reset);
  const retryAfter = Math.max(0, pause, remaining === 0 ? reset : 0);
  return { key, allowed, remaining, reset, retryAfter, window };
}

/** `rate_limited`, with when to come again. */
export function tooMany({ retryAfter }: Tried): AppError {
  return new AppError("rate_limited", { retryAfter: Math.max(1, retryAfter) });
}
