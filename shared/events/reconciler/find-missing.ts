import type { Database } from "../../database";

/** Which of some events (UUIDs) an inbox has never had, and nobody discarded there. */
export async function findMissing(
  db: Database,
  schema: string,
  subscriber: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await db
    .raw<{ rows: { id: string }[] }>(
      `select logged.id from unnest(?::uuid[]) as logged (id)
       where not exists (
           select 1 from ??.inbox where subscriber = ? and event_id = logged.id)
         and not exists (
           select 1 from ??.discarded where subscriber = ? and event_id = logged.id)`,
      [[...ids], schema, subscriber, schema, subscriber] as never[],
    )
    .options({ name: `missing ${schema}` });
  return rows.map(({ id }) => id);
}

/**
 * When the oldest event was handled that an inbox remembers; what was made before may have been handled
 * and forgotten. Undefined while it remembers none.
 */
export async function findOldestDone(
  db: Database,
  schema: string,
  subscriber: string,
): Promise<Date | undefined> {
  const { rows } = await db.raw<{ rows: { processed_at: Date }[] }>(
    `select processed_at from ??.inbox where status = 'done' and subscriber = ?
     order by processed_at limit 1`,
    [schema, subscriber],
  );
  return rows[0]?.processed_at;
}
