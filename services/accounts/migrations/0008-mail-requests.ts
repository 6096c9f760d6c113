import type { Database } from "../../../shared/database";

/**
 * Mails that somebody asked for by an address, until it has been looked up whose it is; and since
 * which change of a user links that were asked for before it are void.
 */
export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists accounts.mail_requests (
    id uuid primary key,
    purpose text not null check (purpose in ('confirmation', 'password_reset')),
    email_key text not null,
    client_ip text,
    user_agent text,
    request_id text,
    traceparent text,
    created_at timestamptz not null default now()
  )`);
  await db.raw(
    "alter table accounts.users add column if not exists links_since int4 not null default 0",
  );
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table accounts.users drop column if exists links_since");
  await db.raw("drop table if exists accounts.mail_requests");
}
