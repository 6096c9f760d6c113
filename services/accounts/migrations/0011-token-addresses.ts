import type { Database } from "../../../shared/database";

/** The address that the account had when a token was made; absent where it is the one it was sent to. */
export async function up(db: Database): Promise<void> {
  await db.raw("alter table accounts.tokens add column if not exists user_email text");
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table accounts.tokens drop column if exists user_email");
}
