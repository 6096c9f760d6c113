import type { Database, Transaction } from "../../database";

/** Notes that an operator discarded an event (UUID), so that it is not missed; nothing in an inbox from before `reconcilerTables`. */
export async function noteDiscarded(
  trx: Transaction,
  schema: string,
  subscriber: string,
  eventId: string,
): Promise<void> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    "select 1 from information_schema.tables where table_schema = ? and table_name = 'discarded'",
    [schema],
  );
  if (rows.length === 0) return;
  await trx.raw(
    `insert into ??.discarded (subscriber, event_id) values (?, ?)
     on conflict (subscriber, event_id) do update set discarded_at = now()`,
    [schema, subscriber, eventId],
  );
}

/** Forgets what was discarded more than `days` ago, which the event log has forgotten as well. */
export async function sweepDiscarded(
  db: Database,
  schema: string,
  subscriber: string,
  days: number,
): Promise<void> {
  await db.raw(
    `delete from ??.discarded
     where subscriber = ? and discarded_at < now() - cast(? as float8) * interval '1 day'`,
    [schema, subscriber, days],
  );
}
