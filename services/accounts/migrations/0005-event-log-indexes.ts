import { addIndex, type Database } from "../../../shared/database";

/** For reading the event log of one subject or one type. */
export async function up(db: Database): Promise<void> {
  for (const column of ["subject", "type"]) {
    await addIndex(db, {
      schema: "accounts",
      table: "outbox",
      index: `outbox_${column}`,
      on: `(${column}, created_at, id)`,
    });
  }
}

export async function down(db: Database): Promise<void> {
  for (const column of ["subject", "type"]) {
    await db.raw(`drop index if exists accounts.outbox_${column}`);
  }
}
