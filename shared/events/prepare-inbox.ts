import type { Database } from "../database";
import { inboxTables } from "./tables";

/** Makes a subscriber's schema and inbox, unless they are there; the platform's own services bring them by migration. */
export async function prepareInbox(db: Database, schema: string): Promise<void> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    "select 1 from information_schema.tables where table_schema = ? and table_name = 'inbox'",
    [schema],
  );
  // Not asking for more than is needed: a role may be allowed to use the table and not to make it.
  if (rows.length > 0) return;
  await db.raw("create schema if not exists ??", [schema]);
  await inboxTables.up(db, schema);
}
