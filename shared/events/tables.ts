import { addIndex, type Database } from "../database";

/** How many ways a publisher's unpublished rows are spread, so that no index end runs hot. */
export const SHARDS = 4;
export const ALL_SHARDS: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard);

/** Before and behind every id of an event. */
export const FIRST_ID = "00000000-0000-0000-0000-000000000000";
export const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * The tables of a service that publishes, as first made: its outbox, which stays as the event log, and
 * the relay's leases. Needs `unpublishedTable` after it.
 */
export const outboxTables = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw(
      `create table if not exists ??.outbox (
        id uuid primary key,
        shard int2 not null,
        type text not null,
        version int4 not null,
        subject text,
        aggregate_version int4 not null,
        actor text not null,
        data jsonb not null,
        client_ip text,
        user_agent text,
        request_id text,
        traceparent text,
        created_at timestamptz not null default now(),
        published_at timestamptz
      )`,
      [schema],
    );
    await db.raw(
      "create index if not exists outbox_unpublished on ??.outbox (shard, created_at, id) where published_at is null",
      [schema],
    );
    await db.raw("create index if not exists outbox_log on ??.outbox (created_at, id)", [schema]);
    await db.raw(
      `create table if not exists ??.relay_leases (
        shard int2 primary key,
        owner text not null,
        expires_at timestamptz not null
      )`,
      [schema],
    );
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("drop table if exists ??.relay_leases", [schema]);
    await db.raw("drop table if exists ??.outbox", [schema]);
  },
};

/**
 * Which events of the outbox are not published yet, beside it: marking one is the removal of a small
 * row, and the event log is never written again.
 */
export const unpublishedTable = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw(
      `create table if not exists ??.unpublished (
        shard int2 not null,
        id uuid not null,
        created_at timestamptz not null default now(),
        primary key (shard, id)
      )`,
      [schema],
    );
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `select 1 from information_schema.columns
       where table_schema = ? and table_name = 'outbox' and column_name = 'published_at'`,
      [schema],
    );
    // A run that was cut off among the last statements finds the column gone, and only has to end.
    if (rows.length > 0) {
      await db.raw(
        `insert into ??.unpublished (shard, id, created_at)
         select shard, id, created_at from ??.outbox where published_at is null
         on conflict (shard, id) do nothing`,
        [schema, schema],
      );
    }
    await db.raw("drop index if exists ??.outbox_unpublished", [schema]);
    await db.raw("alter table ??.outbox drop column if exists published_at", [schema]);
    await db.raw("alter table ??.outbox drop column if exists shard", [schema]);
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("alter table ??.outbox add column if not exists published_at timestamptz", [
      schema,
    ]);
    await db.raw("alter table ??.outbox add column if not exists shard int2 not null default 0", [
      schema,
    ]);
    await db.raw("alter table ??.outbox alter column shard drop default", [schema]);
    const { rows } = await db.raw<{ rows: unknown[] }>(
      "select 1 from information_schema.tables where table_schema = ? and table_name = 'unpublished'",
      [schema],
    );
    if (rows.length > 0) {
      await db.raw(
        "update ??.outbox set published_at = now() where id not in (select id from ??.unpublished)",
        [schema, schema],
      );
    }
    await addIndex(db, {
      schema,
      table: "outbox",
      index: "outbox_unpublished",
      on: "(shard, created_at, id) where published_at is null",
    });
    await db.raw("drop table if exists ??.unpublished", [schema]);
  },
};

/**
 * The table of a service that subscribes. A row is `pending` until its effect is committed in the
 * same transaction that makes it `done`, or `dead` when it was given up.
 */
export const inboxTables = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw(
      `create table if not exists ??.inbox (
        subscriber text not null,
        event_id uuid not null,
        type text not null,
        envelope jsonb,
        status text not null check (status in ('pending', 'done', 'dead')),
        attempts int4 not null default 0,
        available_at timestamptz not null default now(),
        last_error text,
        received_at timestamptz not null default now(),
        processed_at timestamptz,
        primary key (subscriber, event_id)
      )`,
      [schema],
    );
    await db.raw(
      "create index if not exists inbox_pending on ??.inbox (subscriber, available_at) where status = 'pending'",
      [schema],
    );
    await db.raw(
      "create index if not exists inbox_dead on ??.inbox (subscriber, processed_at, event_id) where status = 'dead'",
      [schema],
    );
    await db.raw(
      "create index if not exists inbox_processed on ??.inbox (processed_at) where status = 'done'",
      [schema],
    );
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("drop table if exists ??.inbox", [schema]);
  },
};
