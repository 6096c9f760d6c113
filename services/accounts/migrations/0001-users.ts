import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists accounts.users (
    id uuid primary key,
    email text not null,
    email_key text not null,
    password_hash text not null,
    role text not null default 'user' check (role in ('user', 'admin')),
    version int4 not null,
    confirmed_at timestamptz,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`);
  await db.raw("create unique index if not exists users_email_key on accounts.users (email_key)");
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop table if exists accounts.users");
}
