import { addIndex, type Database } from "../../../shared/database";

/** For sweeping what has lain idle without reading every session. */
export async function up(db: Database): Promise<void> {
  await addIndex(db, {
    schema: "accounts",
    table: "sessions",
    index: "sessions_idle",
    on: "(idle_until)",
  });
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop index if exists accounts.sessions_idle");
}
