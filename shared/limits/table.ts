import { type Database, statement } from "../database";

/** The table of a service that limits something. */
export const limitTable = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw(
      `create table if not exists ??.limits (
        key text primary key,
        used int4 not null,
        streak int4 not null,
        next_at timestamptz not null,
        window_ends_at timestamptz not null,
        forgotten_at timestamptz not null
      )`,
      [schema],
    );
    await db.raw("create index if not exists limits_expiry on ??.limits (forgotten_at)", [schema]);
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("drop table if exists ??.limits", [schema]);
  },
};

const AT_ONCE = 5_000;

/** Forgets counts that mean nothing any more; answers whether there are more of them. */
export async function sweepLimits(db: Database, schema: string): Promise<boolean> {
  // Outside too: one that was counted on meanwhile stays.
  const { rowCount } = await statement(db, () =>
    db.raw<{ rowCount: number }>(
      `delete from ??.limits where forgotten_at < now() and key in (
         select key from ??.limits where forgotten_at < now() order by forgotten_at limit ?)`,
      [schema, schema, AT_ONCE],
    ),
  );
  return rowCount === AT_ONCE;
}
