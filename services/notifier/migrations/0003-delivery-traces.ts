import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw("alter table notifier.deliveries add column if not exists traceparent text");
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table notifier.deliveries drop column if exists traceparent");
}
