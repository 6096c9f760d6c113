import { transaction, type Database } from "../database";

/** The table of a service that limits something. */
export const limitTable = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw(
      `create table if not exists ??.limits (
        key text primary key,
        used int4 not null,
        next_at timestamptz not null,
        window_ends_at timestamptz not null
      )`,
      [schema],
    );
    await db.raw("create index if not exists limits_expiry on ??.limits (window_ends_at)", [
      schema,
    ]);
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("drop table if exists ??.limits", [schema]);
  },
};

/** Forgets counts whose window is over; they would start anew anyway. */
export async function sweepLimits(db: Database, schema: string): Promise<void> {
  await transaction(db, (trx) =>
    trx.raw(
      `delete from ??.limits where key in (
         select key from ??.limits where window_ends_at < now() and next_at < now()
         order by window_ends_at limit 5000)`,
      [schema, schema],
    ),
  );
}
