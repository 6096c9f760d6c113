import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists accounts.tokens (
    id uuid primary key,
    user_id uuid not null references accounts.users (id) on delete cascade,
    purpose text not null check (purpose in ('confirmation', 'password_reset', 'email_change')),
    token_hash bytea not null,
    sent_to text not null,
    request_version int4 not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
  )`);
  await db.raw(
    "create unique index if not exists tokens_hash on accounts.tokens (purpose, token_hash)",
  );
  await db.raw("create index if not exists tokens_user on accounts.tokens (user_id, purpose)");
  await db.raw("create index if not exists tokens_expiry on accounts.tokens (expires_at)");
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop table if exists accounts.tokens");
}
