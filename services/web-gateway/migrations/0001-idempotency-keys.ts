import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists "web-gateway".idempotency_keys (
    id bytea primary key,
    request bytea not null,
    holder uuid not null,
    leased_until timestamptz not null,
    outcome bytea,
    expires_at timestamptz not null
  )`);
  await db.raw(
    `create index if not exists idempotency_keys_expiry
     on "web-gateway".idempotency_keys (expires_at)`,
  );
}

export async function down(db: Database): Promise<void> {
  await db.raw(`drop table if exists "web-gateway".idempotency_keys`);
}
