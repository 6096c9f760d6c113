import type { Database } from "../../../shared/database";

/**
 * Where what is recorded came from, beside the chains: an entry has the digest of it, so that it cannot
 * be changed unseen and can be forgotten when its person is. Entries from before have it themselves.
 */
export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists audit.origins (
    entry_id uuid primary key,
    person text,
    ip text,
    user_agent text,
    nonce bytea not null
  )`);
  await db.raw("create index if not exists origins_person on audit.origins (person)");
  await db.raw("alter table audit.entries add column if not exists origin_digest bytea");
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table audit.entries drop column if exists origin_digest");
  await db.raw("drop table if exists audit.origins");
}
