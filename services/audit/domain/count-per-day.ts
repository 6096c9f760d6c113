import { type Contracts, COUNTED_PER_DAY, type ParamsOf } from "../../../shared/contracts";
import { readNow, transaction } from "../../../shared/database";
import { requireKnownTypes } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { countEntriesPerDay } from "../store/entries-per-day";

const DAY = 86_400_000;

/**
 * How often events of some types happened on each of the last days in UTC, today included: the oldest
 * day first, the counts in the order of `types`. Throws `validation_failed` for an unknown type.
 */
export async function countPerDay(
  { db }: Pick<Deps, "db">,
  { types, days }: ParamsOf<Contracts["audit"]["actions"]["countPerDay"]>,
) {
  requireKnownTypes(types);
  const now = (await readNow(db, "up")).getTime();
  const today = now - (now % DAY);
  const starts = Array.from({ length: days }, (_, day) => new Date(today - (days - 1 - day) * DAY));
  const asked = { types, starts, most: COUNTED_PER_DAY };
  const counted = await transaction(db, (trx) => countEntriesPerDay(trx, asked));
  return {
    data: starts.map((start, day) => ({
      date: start.toISOString().slice(0, 10),
      counts: types.map(
        (type) => counted.find((one) => one.day === day && one.type === type)?.count ?? 0,
      ),
    })),
  };
}
