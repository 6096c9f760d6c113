import type { Database } from "../../database";
import { noteHeard } from "../reconciler/heard";
import { reconcilerTables } from "../reconciler/tables";
import type { Subscription } from "../subscription";
import { inboxTables } from "../tables";

/**
 * Makes a subscriber's schema and inbox, unless they are there, and notes what it hears; the
 * platform's own services bring their tables by migration.
 */
export async function prepareInbox(
  db: Database,
  schema: string,
  subscriptions: readonly Subscription<never>[],
): Promise<void> {
  // Not asking for more than is needed: a role may be allowed to use the tables and not to make them.
  if (!(await isThere(db, schema, "inbox"))) {
    await db.raw("create schema if not exists ??", [schema]);
    await inboxTables.up(db, schema);
  }
  if (!(await isThere(db, schema, "discarded"))) {
    try {
      await reconcilerTables.up(db, schema);
    } catch (error) {
      // An inbox from before there were these tables goes on without them.
      if ((error as { code?: string }).code === NOT_ALLOWED) return;
      throw error;
    }
  }
  await noteHeard(db, schema, schema, subscriptions);
}

const NOT_ALLOWED = "42501";

async function isThere(db: Database, schema: string, table: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    "select 1 from information_schema.tables where table_schema = ? and table_name = ?",
    [schema, table],
  );
  return rows.length > 0;
}
