import { mailDeliveries } from "../../../services/notifier/store/deliveries";
import { sweepKeys } from "../../../services/web-gateway/store/idempotency-keys";
import type { Database } from "../../../shared/database";
import { createRecordedAnswers } from "../../../shared/idempotency";
import { generateUuidV7 } from "../../../shared/ids";
import { sweepLimits } from "../../../shared/limits";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Kept {
  table: string;
  /** Columns of a row that is to be deleted, and what makes it one that is not, both in SQL. */
  old: Record<string, string>;
  renewed: string;
  sweep: (db: Database) => Promise<unknown>;
}

const id = `'${generateUuidV7()}'`;
const PAST = "now() - interval '40 days'";
const FUTURE = "now() + interval '1 day'";

const KEPT: Kept[] = [
  {
    table: "accounts.limits",
    old: {
      key: "'a'",
      used: "1",
      streak: "1",
      next_at: PAST,
      window_ends_at: PAST,
      forgotten_at: PAST,
    },
    renewed: `forgotten_at = ${FUTURE}`,
    sweep: (db) => sweepLimits(db, "accounts"),
  },
  {
    table: "accounts.recorded_answers",
    old: { id: "'a'", expires_at: PAST },
    renewed: `expires_at = ${FUTURE}`,
    sweep: (db) => createRecordedAnswers(db, "accounts").sweep(10),
  },
  {
    table: '"web-gateway".idempotency_keys',
    old: { id: "'a'", request: "'b'", holder: id, leased_until: PAST, expires_at: PAST },
    renewed: `expires_at = ${FUTURE}`,
    sweep: (db) => sweepKeys(db, 10),
  },
  {
    table: "notifier.deliveries",
    old: {
      id,
      event_id: id,
      kind: "'confirmation'",
      user_id: id,
      status: "'parked'",
      finished_at: PAST,
    },
    renewed: "status = 'queued', finished_at = null",
    sweep: (db) => mailDeliveries(db).sweep(30, 10),
  },
];

describe.each(KEPT)("the sweep of $table", ({ table, old, renewed, sweep }) => {
  it("leaves what was renewed while it waited for it", async () => {
    const db = database.of("test");
    const columns = Object.keys(old).join(", ");
    await db.raw(`insert into ${table} (${columns}) values (${Object.values(old).join(", ")})`);
    const other = await db.transaction(undefined, { isolationLevel: "read committed" });
    await other.raw(`update ${table} set ${renewed}`);
    const swept = sweep(database.of("sweeper"));
    await eventually(async () => {
      const { rows } = await db.raw<{ rows: unknown[] }>(
        `select 1 from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    await other.commit();
    await swept;
    const { rows } = await db.raw<{ rows: unknown[] }>(`select 1 from ${table}`);
    expect(rows).toHaveLength(1);
  });
});
