import { type Database, readNow, type Transaction, transaction } from "../database";
import type { Delivery } from "./delivery";
import type { DeliveryPlace } from "./delivery-table";

/** A delivery as operators see it. */
export type ListedDelivery<D extends Delivery> = Omit<D, keyof Delivery> & {
  /** UUID. */
  id: string;
  attempts: number;
  last_error: string | null;
  created_at: Date;
  /** When it is tried next; of a parked one, null. */
  due_at: Date | null;
  /** When it was given up; of one that still waits, null. */
  given_up_at: Date | null;
  /** Where it stands in its list. */
  position: [string, string];
};

/** What an operator may do about deliveries that were given up, and see of those that wait. */
export interface ParkedDeliveries<D extends Delivery> {
  /** Those given up, the last one first, or those that wait, the next one first; behind a position. */
  list(
    filters: { waiting: boolean; where?: Partial<D> },
    page: { after: unknown[]; limit: number },
  ): Promise<ListedDelivery<D>[]>;
  /** Those given up of which a column has one of these values. */
  find<C extends keyof D & string>(
    column: C,
    values: readonly D[C][],
  ): Promise<ListedDelivery<D>[]>;
  /** Has some tried again from the beginning; says how many. */
  retry(ids: string[]): Promise<number>;
  /** The same with up to `limit` of those given up before a time, the first first; how many are left. */
  retryBefore(before: string, limit: number): Promise<{ retried: number; left: number }>;
  /** Ends one for good. Says whether it was parked. */
  discard(id: string): Promise<boolean>;
  /** The database's time, rounded up to the millisecond: everything given up so far is before it. */
  now(): Promise<string>;
}

const AGAIN = `status = 'queued', attempts = 0, available_at = now(), retried_at = now(),
  finished_at = null`;

/**
 * The parked deliveries of a courier's table. A change is one statement that asks for the status it
 * starts from, so READ COMMITTED suffices.
 */
export function parkedDeliveries<D extends Delivery>(
  db: Database,
  { schema, table, columns }: DeliveryPlace<D>,
): ParkedDeliveries<D> {
  type Times = "due_at" | "given_up_at";
  type Row = Omit<ListedDelivery<D>, "position" | Times> & { position: string };
  const run = <T>(work: (trx: Transaction) => PromiseLike<T>): Promise<T> =>
    transaction(db, work, { isolationLevel: "read committed" });
  const rowsOf = (trx: Transaction, time: "available_at" | "finished_at") =>
    trx
      .withSchema(schema)
      .table(table)
      .select(
        ...["id", "attempts", "last_error", "created_at", ...(columns as readonly string[])],
        time === "available_at" ? "available_at as due_at" : "finished_at as given_up_at",
        // Text, because a Date of JavaScript has no microseconds.
        trx.raw("(?? at time zone 'UTC')::text || 'Z' as position", [time]),
      );
  const toListed = ({ position, ...row }: Row): ListedDelivery<D> =>
    ({
      due_at: null,
      given_up_at: null,
      ...row,
      position: [position, row.id],
    }) as unknown as ListedDelivery<D>;

  return {
    async list({ waiting, where = {} }, { after, limit }) {
      const [time, order, behind] = waiting
        ? (["available_at", "asc", ">"] as const)
        : (["finished_at", "desc", "<"] as const);
      return await run(async (trx) => {
        const query = rowsOf(trx, time)
          .where({ ...where, status: waiting ? "queued" : "parked" })
          .orderBy([
            { column: time, order },
            { column: "id", order },
          ])
          .limit(limit);
        if (after.length > 0) {
          void query.whereRaw(`(??, id) ${behind} (cast(? as timestamptz), cast(? as uuid))`, [
            time,
            ...(after as string[]),
          ]);
        }
        return ((await query) as Row[]).map(toListed);
      });
    },
    async find(column, values) {
      return await run(async (trx) => {
        const rows = await rowsOf(trx, "finished_at")
          .where({ status: "parked" })
          .whereIn(column, values as never);
        return (rows as Row[]).map(toListed);
      });
    },
    async retry(ids) {
      const { rowCount } = await run((trx) =>
        trx.raw<{ rowCount: number }>(
          `update ??.?? set ${AGAIN} where status = 'parked' and id = any(?::uuid[])`,
          [schema, table, ids],
        ),
      );
      return rowCount;
    },
    async retryBefore(before, limit) {
      const due = "status = 'parked' and finished_at < cast(? as timestamptz)";
      return await run(async (trx) => {
        const { rowCount } = await trx.raw<{ rowCount: number }>(
          `update ??.?? set ${AGAIN} where status = 'parked' and id in (
             select id from ??.?? where ${due} order by finished_at, id limit ?)`,
          [schema, table, schema, table, before, limit],
        );
        const { rows } = await trx.raw<{ rows: { count: string }[] }>(
          `select count(*) as count from ??.?? where ${due}`,
          [schema, table, before],
        );
        return { retried: rowCount, left: Number(rows[0]?.count) };
      });
    },
    async discard(id) {
      const discarded = await run((trx) =>
        trx
          .withSchema(schema)
          .table(table)
          .where({ id, status: "parked" })
          .update({ status: "skipped", last_error: "discarded", finished_at: trx.fn.now() }),
      );
      return discarded > 0;
    },
    async now() {
      return (await readNow(db, "up")).toISOString();
    },
  };
}
