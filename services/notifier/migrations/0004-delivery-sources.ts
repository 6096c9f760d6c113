import type { Database } from "../../../shared/database";

/** Which service asked for a mail, as its event says; null: accounts, of what older versions queued. */
export async function up(db: Database): Promise<void> {
  await db.raw("alter table notifier.deliveries add column if not exists source text");
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table notifier.deliveries drop column if exists source");
}
