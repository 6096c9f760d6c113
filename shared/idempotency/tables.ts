import type { Database } from "../database";

/** How long an answer is remembered. */
export const REMEMBERED_HOURS = 24;

/** The table of a service whose effects happen once for each repeatable request. */
export const recordedAnswersTables = {
  async up(db: Database, schema: string): Promise<void> {
    await db.raw(
      `create table if not exists ??.recorded_answers (
        id bytea primary key,
        answer bytea,
        expires_at timestamptz not null
      )`,
      [schema],
    );
    await db.raw(
      "create index if not exists recorded_answers_expiry on ??.recorded_answers (expires_at)",
      [schema],
    );
  },
  async down(db: Database, schema: string): Promise<void> {
    await db.raw("drop table if exists ??.recorded_answers", [schema]);
  },
};
