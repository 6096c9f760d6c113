import { transaction, type Database } from "../database";
import { AppError } from "../errors";

/** How often something may be tried. */
export interface LimitRule {
  name: string;
  /** So many tries in each window of so many seconds, which begins with the first of them. */
  points: number;
  seconds: number;
  /**
   * From the try of this number on, a pause follows each: 1 s, doubling, at most the window. Tries in
   * a pause are refused and do not count. Without it there are no pauses.
   */
  free?: number;
}

/** What became of a try. */
export interface Tried {
  allowed: boolean;
  /** Tries that are left in this window. */
  remaining: number;
  /** Seconds until the window ends. */
  reset: number;
  /** Seconds until the next try can be allowed; 0 when at once. */
  retryAfter: number;
}

export interface Limiter {
  readonly rule: LimitRule;
  /** Counts a try of a key, or refuses it. Of many at once each is counted, over all processes. */
  consume(key: string): Promise<Tried>;
  /** Forgets the tries of a key. */
  clear(key: string): Promise<void>;
}

const NEVER = 1_000_000;

/**
 * Limits by rows of `schema`, which needs `limitTable`. One statement looks and counts, at READ
 * COMMITTED: it waits for the row rather than lose against another at SERIALIZABLE, and the
 * database's clock decides. A database that is away is `unavailable`: nothing is let through.
 */
export function createLimiter(db: Database, schema: string, rule: LimitRule): Limiter {
  const { name, points, seconds, free = NEVER } = rule;
  const keyOf = (key: string): string => `${name}:${key}`;
  // Without a pause not even this moment: who waited for the row began a moment earlier.
  const pauseAfter = (used: string): string =>
    `case when ${used} < :free then timestamptz '1970-01-01 00:00:00+00' else now() +
       least(:seconds, power(2, least(${used} - :free, 30))) * interval '1 second' end`;
  const window = "now() + :seconds * interval '1 second'";
  const isOver = "limits.window_ends_at <= now()";
  const used = `case when ${isOver} then 1 else limits.used + 1 end`;
  const count = `
    insert into :schema:.limits (key, used, next_at, window_ends_at)
    values (:key, 1, ${pauseAfter("1")}, ${window})
    on conflict (key) do update set
      used = ${used},
      next_at = ${pauseAfter(`(${used})`)},
      window_ends_at = case when ${isOver} then ${window} else limits.window_ends_at end
    where ${isOver} or (limits.used < :points and limits.next_at <= now())
    returning used, extract(epoch from window_ends_at - now())::float8 as reset,
      extract(epoch from next_at - now())::float8 as pause`;
  const look = `
    select used, extract(epoch from window_ends_at - now())::float8 as reset,
      extract(epoch from next_at - now())::float8 as pause
    from :schema:.limits where key = :key`;

  return {
    rule,
    async consume(key) {
      const values = { schema, key: keyOf(key), points, seconds, free };
      return await transaction(
        db,
        async (trx) => {
          const counted = await trx.raw<{ rows: Row[] }>(count, values);
          const [row] = counted.rows;
          if (row) return tried(row, points, true);
          const { rows } = await trx.raw<{ rows: Row[] }>(look, { schema, key: keyOf(key) });
          return tried(rows[0] ?? { used: points, reset: 1, pause: 1 }, points, false);
        },
        { isolationLevel: "read committed" },
      );
    },
    async clear(key) {
      await transaction(
        db,
        (trx) =>
          trx
            .withSchema(schema)
            .table("limits")
            .where({ key: keyOf(key) })
            .delete(),
        { isolationLevel: "read committed" },
      );
    },
  };
}

interface Row {
  used: number;
  /** Seconds until the window ends, and until the pause does. */
  reset: number;
  pause: number;
}

function tried({ used, reset, pause }: Row, points: number, allowed: boolean): Tried {
  const remaining = Math.max(0, points - used);
  const wait = Math.max(0, pause, remaining === 0 ? reset : 0);
  return { allowed, remaining, reset: Math.max(0, reset), retryAfter: wait };
}

/** `rate_limited`, with when to come again. */
export function tooMany({ retryAfter }: Tried): AppError {
  return new AppError("rate_limited", { retryAfter: Math.max(1, retryAfter) });
}
