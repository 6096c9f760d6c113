import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists accounts.sessions (
    id uuid primary key,
    user_id uuid not null references accounts.users (id) on delete cascade,
    token_hash bytea not null,
    ip text,
    user_agent text,
    created_at timestamptz not null default now(),
    authenticated_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null
  )`);
  await db.raw("create unique index if not exists sessions_hash on accounts.sessions (token_hash)");
  await db.raw("create index if not exists sessions_user on accounts.sessions (user_id)");
  await db.raw("create index if not exists sessions_expiry on accounts.sessions (expires_at)");
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop table if exists accounts.sessions");
}
