import { type Database, readNow, type Transaction, transaction } from "../../database";
import { eventUuid } from "../event-uuid";
import { noteDiscarded } from "../reconciler/discarded";
import { type DeadLetterRow, type StoredRow, toDeadLetter } from "./dead-letter-row";

/** What a subscriber has given up, in its inbox. */
export interface DeadLetters {
  /** The last given up first, behind a position. */
  list(
    filters: { type?: string | undefined },
    page: { after: unknown[]; limit: number },
  ): Promise<DeadLetterRow[]>;
  /** How many there are, up to 100,000. */
  count(): Promise<number>;
  find(eventId: string): Promise<DeadLetterRow | undefined>;
  /** Makes them pending, their attempts forgotten. What is no event stays; says how many were retried. */
  retry(eventIds: string[]): Promise<number>;
  /** The same with up to `limit` of those given up before a time, the first first; how many are left. */
  retryBefore(before: string, limit: number): Promise<{ retried: number; left: number }>;
  /** How many messages that are no events were parked. */
  countUnreadable(): Promise<number>;
  /** Deletes one and returns what it was. */
  discard(eventId: string): Promise<DeadLetterRow | undefined>;
  /** The database's time, rounded up to the millisecond: everything given up so far is before it. */
  now(): Promise<string>;
}

const READABLE = "envelope->>'specversion' is not null";
// Text, because a Date of JavaScript has no microseconds.
const COLUMNS = `event_id, type, subscriber, attempts, last_error, received_at,
  processed_at as given_up_at, envelope, processed_at::text as position`;
/** In an index as many are read in some hundredths of a second. */
const COUNTED = 100_000;
const AGAIN = "status = 'pending', attempts = 0, available_at = now(), processed_at = null";

/** The dead letters of `subscriber` in `schema`; needs `inboxTables`. */
export function createDeadLetters(db: Database, schema: string, subscriber: string): DeadLetters {
  const mine = "subscriber = ? and status = 'dead'";
  const rowsOf = async (sql: string, values: unknown[]): Promise<StoredRow[]> =>
    await transaction(db, async (trx) => (await run(trx, sql, values)).rows);

  return {
    async list({ type }, { after, limit }) {
      const conditions = [
        ...(type === undefined ? [] : ["type = ?"]),
        ...(after.length === 0 ? [] : ["(processed_at, event_id) < (?::timestamptz, ?::uuid)"]),
      ];
      const rows = await rowsOf(
        `select ${COLUMNS} from ??.inbox where ${[mine, ...conditions].join(" and ")}
         order by processed_at desc, event_id desc limit ?`,
        [schema, subscriber, ...(type === undefined ? [] : [type]), ...after, limit],
      );
      return rows.map(toDeadLetter);
    },
    async count() {
      const rows = await rowsOf(
        `select count(*) as count from (select 1 from ??.inbox where ${mine} limit ?) as counted`,
        [schema, subscriber, COUNTED],
      );
      return countOf({ rows });
    },
    async find(eventId) {
      const [row] = await rowsOf(`select ${COLUMNS} from ??.inbox where ${mine} and event_id = ?`, [
        schema,
        subscriber,
        eventUuid(eventId),
      ]);
      return row && toDeadLetter(row);
    },
    async retry(eventIds) {
      const rows = await rowsOf(
        `update ??.inbox set ${AGAIN} where ${mine} and ${READABLE} and event_id = any(?::uuid[])
         returning event_id`,
        [schema, subscriber, eventIds.map(eventUuid)],
      );
      return rows.length;
    },
    async retryBefore(before, limit) {
      const due = `${mine} and ${READABLE} and processed_at < ?::timestamptz`;
      const mineBefore = [schema, subscriber, before];
      return await transaction(db, async (trx) => {
        const { rows } = await run(
          trx,
          `update ??.inbox set ${AGAIN} where ${mine} and event_id in (
             select event_id from ??.inbox where ${due} order by processed_at, event_id limit ?)
           returning event_id`,
          [schema, subscriber, ...mineBefore, limit],
        );
        const counted = await run(
          trx,
          `select count(*) as count from ??.inbox where ${due}`,
          mineBefore,
        );
        return { retried: rows.length, left: countOf(counted) };
      });
    },
    async countUnreadable() {
      return await transaction(db, async (trx) =>
        countOf(
          await run(
            trx,
            `select count(*) as count from ??.inbox where ${mine} and not (${READABLE})`,
            [schema, subscriber],
          ),
        ),
      );
    },
    async discard(eventId) {
      return await transaction(db, async (trx) => {
        const { rows } = await run(
          trx,
          `delete from ??.inbox where ${mine} and event_id = ? returning ${COLUMNS}`,
          [schema, subscriber, eventUuid(eventId)],
        );
        const [row] = rows;
        if (row) await noteDiscarded(trx, schema, subscriber, eventUuid(eventId));
        return row && toDeadLetter(row);
      });
    },
    async now() {
      return (await readNow(db, "up")).toISOString();
    },
  };
}

async function run(trx: Transaction, sql: string, values: unknown[]) {
  return await trx.raw<{ rows: StoredRow[] }>(sql, values as never);
}

function countOf({ rows }: { rows: StoredRow[] }): number {
  return Number(rows[0]?.count);
}
