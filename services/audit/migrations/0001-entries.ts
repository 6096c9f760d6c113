import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  // Milliseconds, as they are hashed: a finer change would not be seen.
  await db.raw(`create table if not exists audit.entries (
    id uuid primary key,
    chain int2 not null,
    seq int8 not null,
    event_id uuid not null,
    type text not null,
    actor text not null,
    subject text,
    occurred_at timestamptz(3) not null,
    recorded_at timestamptz(3) not null,
    ip text,
    user_agent text,
    request_id text,
    data jsonb not null,
    prev_hash bytea not null,
    hash bytea not null
  )`);
  await db.raw("create unique index if not exists entries_chain on audit.entries (chain, seq)");
  await db.raw("create unique index if not exists entries_event on audit.entries (event_id)");
  await db.raw("create index if not exists entries_time on audit.entries (occurred_at, id)");
  for (const column of ["subject", "actor", "type"]) {
    await db.raw(
      `create index if not exists entries_${column} on audit.entries (${column}, occurred_at, id)`,
    );
  }
  await db.raw(`create table if not exists audit.chains (
    chain int2 primary key,
    seq int8 not null,
    hash bytea not null
  )`);
  // The heads are there from the beginning, so that who appends first holds one too.
  const heads = [0, 1, 2, 3].map((chain) => ({ chain, seq: 0, hash: Buffer.alloc(32) }));
  await db.withSchema("audit").table("chains").insert(heads).onConflict("chain").ignore();
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop table if exists audit.chains");
  await db.raw("drop table if exists audit.entries");
}
