import type { Database } from "../../../shared/database";

/** The language somebody is spoken to in; null until it is known. */
export async function up(db: Database): Promise<void> {
  await db.raw("alter table accounts.users add column if not exists language text");
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table accounts.users drop column if exists language");
}
