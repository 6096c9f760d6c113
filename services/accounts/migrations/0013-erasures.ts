import { addIndex, type Database } from "../../../shared/database";

/**
 * Deleted users (TypeIDs) whose events are still to be published and then to be forgotten in the log.
 * And for counting the mails that events sent to an address without reading those to all others.
 */
export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists accounts.erasures (
    user_id text primary key,
    created_at timestamptz not null default now()
  )`);
  await addIndex(db, {
    schema: "accounts",
    table: "outbox",
    index: "outbox_address",
    on: "(lower(data->>'email'), created_at) where data->>'email' is not null",
  });
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop index if exists accounts.outbox_address");
  await db.raw("drop table if exists accounts.erasures");
}
