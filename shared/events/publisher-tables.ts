import { addIndex, type Database } from "../database";

/** Whom else events are about than their `subject`, and the aggregate where that is another; see `AboutColumns`. */
export const concernsColumns = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw("alter table ??.outbox add column if not exists aggregate text", [schema]);
    await db.raw("alter table ??.outbox add column if not exists concerns text[]", [schema]);
    await addIndex(db, {
      schema,
      table: "outbox",
      index: "outbox_aggregate",
      on: "(aggregate, created_at, id) where aggregate is not null",
    });
    await addIndex(db, {
      schema,
      table: "outbox",
      index: "outbox_concerns",
      on: "using gin (concerns) where concerns is not null",
    });
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("drop index if exists ??.outbox_concerns", [schema]);
    await db.raw("drop index if exists ??.outbox_aggregate", [schema]);
    await db.raw("alter table ??.outbox drop column if exists concerns", [schema]);
    await db.raw("alter table ??.outbox drop column if exists aggregate", [schema]);
  },
};

const TABLES = {
  outbox: `
    id uuid primary key,
    type text not null,
    version int4 not null,
    subject text,
    aggregate text,
    aggregate_version int4 not null,
    concerns text[],
    actor text not null,
    data jsonb not null,
    client_ip text,
    user_agent text,
    request_id text,
    traceparent text,
    created_at timestamptz not null default now()`,
  unpublished: `
    shard int2 not null,
    id uuid not null,
    created_at timestamptz not null default now(),
    primary key (shard, id)`,
  relay_leases: `
    shard int2 primary key,
    owner text not null,
    expires_at timestamptz not null`,
  erasures: `
    user_id text primary key,
    created_at timestamptz not null default now()`,
};

/**
 * Everything that a service with `publishes` keeps in its schema, for its first migration: the outbox,
 * which stays as the event log, what of it is unpublished, the relay's leases, and deleted users
 * (TypeIDs) whom the log is still to forget.
 */
export const publisherTables = {
  async up(db: Database, schema: string): Promise<void> {
    for (const [table, columns] of Object.entries(TABLES)) {
      await db.raw(`create table if not exists ??.?? (${columns})`, [schema, table]);
    }
    await db.raw("create index if not exists outbox_log on ??.outbox (created_at, id)", [schema]);
    for (const column of ["subject", "type"]) {
      await db.raw(
        `create index if not exists outbox_${column} on ??.outbox (${column}, created_at, id)`,
        [schema],
      );
    }
    await concernsColumns.up(db, schema);
  },
  async down(db: Database, schema: string): Promise<void> {
    for (const table of Object.keys(TABLES).reverse()) {
      await db.raw("drop table if exists ??.??", [schema, table]);
    }
  },
};
