import type { Transaction } from "../../../shared/database";

/** How many entries of a type are of one day. */
export interface Counted {
  type: string;
  /** Where in the days that were asked for, from 0. */
  day: number;
  count: number;
}

/** Counts entries by type, and by day from each of `starts` on, each up to `most`; by the index of types alone. */
export async function countEntriesPerDay(
  trx: Transaction,
  { types, starts, most }: { types: string[]; starts: Date[]; most: number },
): Promise<Counted[]> {
  const { rows } = await trx.raw<{ rows: Counted[] }>(
    `select t.type, d.ordinality::int4 - 1 as day, (
       select count(*)::int4 from (
         select 1 from audit.entries e
         where e.type = t.type and e.occurred_at >= d.start
           and e.occurred_at < d.start + interval '1 day' limit ?) as counted) as count
     from unnest(?::text[]) as t(type)
       cross join unnest(?::timestamptz[]) with ordinality as d(start, ordinality)`,
    [most, types, starts] as never[],
  );
  return rows;
}
