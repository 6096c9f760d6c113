import type { Database } from "../../../shared/database";

// What PostgreSQL and what CockroachDB calls a condition that has no name.
const CONDITIONS = ["tokens_purpose_check", "check_purpose"];

/** What a link may be for is said by the contracts; a new kind of mail asks for no migration. */
export async function up(db: Database): Promise<void> {
  for (const condition of CONDITIONS) {
    await db.raw("alter table accounts.tokens drop constraint if exists ??", [condition]);
  }
}

/** Links for what an older version does not know end. */
export async function down(db: Database): Promise<void> {
  await db.raw(
    "delete from accounts.tokens where purpose not in ('confirmation', 'password_reset', 'email_change')",
  );
  await db.raw("alter table accounts.tokens drop constraint if exists tokens_purpose_check");
  await db.raw(
    "alter table accounts.tokens add constraint tokens_purpose_check check (purpose in ('confirmation', 'password_reset', 'email_change'))",
  );
}
