import type { Database } from "../database";

/** What has gathered in a subscriber's inbox. */
export interface InboxCounts {
  pending: number;
  /** Seconds since the oldest pending one came; 0 when there is none. */
  age: number;
  dead: number;
}

/** Whoever looks needs to know that it is many, not how many. */
const MOST = 100_000;

/** Counts a subscriber's pending events and dead letters, each up to 100,000. */
export async function countInbox(
  db: Database,
  schema: string,
  subscriber: string,
): Promise<InboxCounts> {
  const { rows } = await db.raw<{ rows: { status: string; count: number; age: number }[] }>(
    `select 'pending' as status, count(*) as count,
            coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as age
     from (select received_at from ??.inbox where subscriber = ? and status = 'pending' limit ?) as p
     union all
     select 'dead', count(*), 0::float8
     from (select 1 from ??.inbox where subscriber = ? and status = 'dead' limit ?) as d`,
    [schema, subscriber, MOST, schema, subscriber, MOST],
  );
  const of = (status: string) => rows.find((row) => row.status === status);
  return {
    pending: of("pending")?.count ?? 0,
    age: Math.max(0, of("pending")?.age ?? 0),
    dead: of("dead")?.count ?? 0,
  };
}

/** Counts the events of a service's outbox that are not published, up to 100,000. */
export async function countUnpublished(db: Database, schema: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    "select count(*) as count from (select 1 from ??.unpublished limit ?) as unpublished",
    [schema, MOST],
  );
  return rows[0]?.count ?? 0;
}
