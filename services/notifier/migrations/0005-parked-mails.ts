import { addIndex, type Database } from "../../../shared/database";

/**
 * When a parked mail was last taken up again: it is tried for as long as a new one from then on. The
 * indexes serve the sweep of what has ended, and the list of what is parked.
 */
export async function up(db: Database): Promise<void> {
  await db.raw("alter table notifier.deliveries add column if not exists retried_at timestamptz");
  await addIndex(db, {
    schema: "notifier",
    table: "deliveries",
    index: "deliveries_ended",
    on: "(finished_at) where status <> 'queued'",
  });
  await addIndex(db, {
    schema: "notifier",
    table: "deliveries",
    index: "deliveries_parked",
    on: "(finished_at, id) where status = 'parked'",
  });
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop index if exists notifier.deliveries_parked");
  await db.raw("drop index if exists notifier.deliveries_ended");
  await db.raw("alter table notifier.deliveries drop column if exists retried_at");
}
