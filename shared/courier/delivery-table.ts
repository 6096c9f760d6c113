import { endsOf, lookBack, type Stretch } from "../background";
import { type Database, statement } from "../database";
import type { Delivery, Ending } from "./delivery";

/**
 * Where deliveries wait. The table has `id` (uuid), `status` (`queued`, then an `Ending`), `attempts`,
 * `available_at`, `last_error`, `created_at`, `retried_at`, `finished_at` and `traceparent`, beside
 * columns of its own.
 */
export interface DeliveryTable<D extends Delivery> {
  /** Takes due deliveries for `seconds`; who dies over one leaves it to the next after that. */
  claim(limit: number, seconds: number): Promise<Taken<D>>;
  /** Keeps what is being sent for another `seconds`. */
  keep(ids: string[], seconds: number): Promise<void>;
  /** Has it tried again in `seconds`. */
  postpone(id: string, problem: string, seconds: number): Promise<void>;
  /** Writes down that some were sent. */
  sent(ids: string[]): Promise<void>;
  /** Ends one otherwise. Says whether it was still to be sent. */
  finish(id: string, ending: Exclude<Ending, "sent">, problem: string): Promise<boolean>;
  /** Forgets up to `limit` that ended more than `days` ago; true when there may be more. */
  sweep(days: number, limit: number): Promise<boolean>;
}

export interface Taken<D extends Delivery> {
  deliveries: D[];
  /** Seconds until the next one is due that is not due yet; undefined when none waits. */
  nextDue: number | undefined;
}

/** Where a table of deliveries is, and what it has beside what every courier needs. */
export interface DeliveryPlace<D extends Delivery> {
  schema: string;
  table: string;
  columns: readonly Exclude<keyof D, keyof Delivery>[];
}

/**
 * The deliveries of a table; `columns` are what is read of each beside what every courier needs. Each
 * change is one statement that asks for the status it starts from: who comes second finds the row
 * changed and leaves it.
 */
export function deliveryTable<D extends Delivery>(
  db: Database,
  { schema, table, columns }: DeliveryPlace<D>,
): DeliveryTable<D> {
  const read = ["id", "attempts", "traceparent", ...columns] as string[] as never;
  const queued = () => db.withSchema(schema).table(table).where({ status: "queued" });
  const inSeconds = (seconds: number) =>
    db.raw("now() + cast(? as float8) * interval '1 second'", [seconds]);

  type Row = (D | { id: null }) & { next_due: number | null; waited: number | null };
  const back = lookBack();

  return {
    // The time is asked for once more outside: whoever waited for another's claim sees it there.
    async claim(limit, seconds) {
      const claim = async (stretch: Stretch): Promise<Row[]> => {
        const { rows } = await statement(db, () =>
          db.raw<{ rows: Row[] }>(
            `with due as (
             select id, available_at from ??.??
             where status = 'queued'
               and available_at > now() - cast(? as float8) * interval '1 second'
               and available_at <= now() - cast(? as float8) * interval '1 second'
             order by available_at limit ?),
           taken as (
             update ??.??
             set attempts = attempts + 1,
               available_at = now() + cast(? as float8) * interval '1 second'
             where status = 'queued' and available_at <= now() and id in (select id from due)
             returning ??,
               extract(epoch from now() - coalesce(retried_at, created_at))::float8 as age),
           next as (
             select extract(epoch from min(available_at) - now())::float8 as next_due
             from ??.?? where status = 'queued' and available_at > now())
           select ??, taken.age, next.next_due,
             (select extract(epoch from now() - min(available_at))::float8 from due) as waited
           from next left join taken on true`,
            [
              ...[schema, table, ...endsOf(stretch), limit],
              ...[schema, table, seconds, read, schema, table, read],
            ],
          ),
        );
        return rows;
      };
      const rows = await back.look(claim, ([first]) => first?.waited ?? undefined);
      const deliveries = rows.filter((row) => row.id !== null);
      return { deliveries: deliveries as D[], nextDue: rows[0]?.next_due ?? undefined };
    },
    async keep(ids, seconds) {
      const available_at = inSeconds(seconds);
      await statement(db, () => queued().whereIn("id", ids).update({ available_at }));
    },
    async postpone(id, problem, seconds) {
      const changes = { last_error: problem, available_at: inSeconds(seconds) };
      await statement(db, () => queued().where({ id }).update(changes));
    },
    async sent(ids) {
      const changes = { status: "sent", last_error: null, finished_at: db.fn.now() };
      await statement(db, () => queued().whereIn("id", ids).update(changes));
    },
    async finish(id, ending, problem) {
      const changes = { status: ending, last_error: problem, finished_at: db.fn.now() };
      const changed = await statement(db, () => queued().where({ id }).update(changes));
      return changed > 0;
    },
    // The status is asked for once more outside: one that is retried meanwhile stays.
    async sweep(days, limit) {
      const { rowCount } = await statement(db, () =>
        db.raw<{ rowCount: number }>(
          `delete from ??.?? where status <> 'queued' and id in (
             select id from ??.??
             where status <> 'queued' and finished_at < now() - cast(? as float8) * interval '1 day'
             order by finished_at limit ?)`,
          [schema, table, schema, table, days, limit],
        ),
      );
      return rowCount === limit;
    },
  };
}
