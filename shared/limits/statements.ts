// Without a pause not even this moment: who waited for the row began a moment earlier.
const AT_ONCE = "timestamptz '1970-01-01 00:00:00+00'";
const WINDOW_FROM_NOW = "now() + cast(:seconds as float8) * interval '1 second'";
const FORGOTTEN_FROM_NOW = "now() + cast(:remembered as float8) * interval '1 second'";

const windowIsOver = "limits.window_ends_at <= now()";
const streak = "case when limits.forgotten_at <= now() then 1 else limits.streak + 1 end";

/** Doubling stops long before a number becomes too large for the database. */
const pauseAfter = (tries: string): string =>
  `case when ${tries} < :free then ${AT_ONCE} else now() + interval '1 second' *
     least(cast(:longest as float8),
       cast(:first as float8) * power(cast(2 as float8), cast(least(${tries} - :free, 30) as float8)))
   end`;

const STATE = `used, window_ends_at::text as "window",
  extract(epoch from window_ends_at - now())::float8 as reset,
  extract(epoch from next_at - now())::float8 as pause`;

/** Counts a try and answers with the state after it, or answers with nothing when it is refused. */
export const COUNT = `
  insert into :schema:.limits (key, used, streak, next_at, window_ends_at, forgotten_at)
  values (:key, 1, 1, ${pauseAfter("1")}, ${WINDOW_FROM_NOW}, ${FORGOTTEN_FROM_NOW})
  on conflict (key) do update set
    used = case when ${windowIsOver} then 1 else limits.used + 1 end,
    streak = ${streak},
    next_at = ${pauseAfter(`(${streak})`)},
    window_ends_at = case when ${windowIsOver} then ${WINDOW_FROM_NOW} else limits.window_ends_at end,
    forgotten_at = ${FORGOTTEN_FROM_NOW}
  where (${windowIsOver} or limits.used < :points) and limits.next_at <= now()
  returning ${STATE}`;

/** The state of a key that was refused. */
export const LOOK = `select ${STATE} from :schema:.limits where key = :key`;

/**
 * A window that has ended since is left alone: it would let in one more than it may. In the form of
 * an insert because that reads nothing, so that at SERIALIZABLE it is in the way of no other key.
 */
export const GIVE_BACK = `
  insert into :schema:.limits (key, used, streak, next_at, window_ends_at, forgotten_at)
  values (:key, 0, 0, ${AT_ONCE}, now(), now())
  on conflict (key) do update set
    used = case when limits.window_ends_at = cast(:window as timestamptz)
      then greatest(limits.used - 1, 0) else limits.used end,
    streak = case when :endPauses then 0 else greatest(limits.streak - 1, 0) end,
    next_at = ${AT_ONCE},
    forgotten_at = case when :endPauses then limits.window_ends_at else limits.forgotten_at end`;
