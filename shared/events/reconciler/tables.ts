import type { Database } from "../../database";

const TABLES = {
  heard: `
    subscriber text not null,
    type text not null,
    since timestamptz not null default now(),
    primary key (subscriber, type)`,
  reconciliations: `
    subscriber text primary key,
    looked_to uuid not null,
    next_to uuid not null,
    looked_at timestamptz not null default now(),
    walked_to uuid,
    walked_at timestamptz,
    history text,
    missing int4 not null default 0,
    missing_at timestamptz`,
  discarded: `
    subscriber text not null,
    event_id uuid not null,
    discarded_at timestamptz not null default now(),
    primary key (subscriber, event_id)`,
};

/**
 * What a service that subscribes keeps beside its inbox, so that what a part lost is noticed: which
 * types it hears and since when, how far the log was compared with the inbox, and which events an
 * operator discarded and are not missed.
 */
export const reconcilerTables = {
  async up(db: Database, schema: string): Promise<void> {
    for (const [table, columns] of Object.entries(TABLES)) {
      await db.raw(`create table if not exists ??.?? (${columns})`, [schema, table]);
    }
  },
  async down(db: Database, schema: string): Promise<void> {
    for (const table of Object.keys(TABLES).reverse()) {
      await db.raw("drop table if exists ??.??", [schema, table]);
    }
  },
};
