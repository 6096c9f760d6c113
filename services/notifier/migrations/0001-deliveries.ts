import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw(`create table if not exists notifier.deliveries (
    id uuid primary key,
    event_id uuid not null,
    kind text not null,
    user_id uuid not null,
    status text not null check (status in ('queued', 'sent', 'skipped', 'parked')),
    attempts int4 not null default 0,
    available_at timestamptz not null default now(),
    last_error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz
  )`);
  await db.raw(
    "create unique index if not exists deliveries_event on notifier.deliveries (event_id, kind)",
  );
  await db.raw(
    "create index if not exists deliveries_due on notifier.deliveries (available_at) where status = 'queued'",
  );
  await db.raw("create index if not exists deliveries_user on notifier.deliveries (user_id)");
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop table if exists notifier.deliveries");
}
