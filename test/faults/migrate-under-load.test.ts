import { loadMigrations } from "../../services/load";
import { type Database, migrate, type MigrationSet, rollback } from "../../shared/database";
import { generateUuidV7 } from "../../shared/ids";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";

/** More for a run by hand: 10,000,000 need some 10 GB. */
const ROWS = Number(process.env.MIGRATE_ROWS ?? 200_000);
/** In ms. */
const HOOK_WITHIN = Math.max(600_000, ROWS / 5);
const FIRST = "0006-unpublished";

const accounts = loadMigrations().find(({ service }) => service === "accounts") as MigrationSet;
const early = {
  ...accounts,
  migrations: accounts.migrations.filter(({ name }) => name <= FIRST),
};

let database: TestDatabase;
let db: Database;
let notices: string[];

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  db = database.of("migrate");
  await migrate(db, [early]);
  await db.raw("set statement_timeout = 0");
  for (let from = 1; from <= ROWS; from += 100_000) {
    await db.raw(
      `insert into accounts.outbox (id, type, version, subject, aggregate_version, actor, data)
       select gen_random_uuid(), 'accounts.user.registered', 1, 'user_' || n, 1, 'system',
              jsonb_build_object('email', 'user' || n || '@example.com')
       from generate_series(?::int8, ?::int8) n`,
      [from, Math.min(ROWS, from + 99_999)],
    );
  }
  notices = [];
}, HOOK_WITHIN);
afterAll(() => database.drop());

/** Inserts one event after the other until it is told to end. */
function startWriter(): { written(): number; end(): Promise<void> } {
  let isEnding = false;
  let written = 0;
  const running = (async () => {
    while (!isEnding) {
      await database.of("writer").raw(
        `insert into accounts.outbox (id, type, version, subject, aggregate_version, actor, data)
         values (?, 'accounts.user.registered', 1, 'user_w', 1, 'system', '{"email": "w@example.com"}')`,
        [generateUuidV7()],
      );
      written += 1;
    }
  })();
  running.catch(() => undefined);
  return {
    written: () => written,
    async end() {
      isEnding = true;
      await running;
    },
  };
}

/** Runs `change` while a transaction that has written holds the outbox, until `waits` was said. */
async function whileHeld(change: () => Promise<unknown>, waits: RegExp): Promise<void> {
  const writer = startWriter();
  const holder = await database
    .of("holder")
    .transaction(undefined, { isolationLevel: "read committed" });
  await holder.raw("update accounts.outbox set version = 1 where subject = 'user_1'");
  const changing = change();
  changing.catch(() => undefined);
  await eventually(() => notices.some((line) => waits.test(line)), 300_000);
  // Those who write do not queue behind the change that waits.
  const before = writer.written();
  await eventually(() => writer.written() > before + 100, 60_000);
  await holder.commit();
  await changing;
  await writer.end();
}

const listener = { onNotice: (line: string) => notices.push(line) };

test("migrations up and down wait for a long transaction, and nobody who writes waits for them", async () => {
  await whileHeld(
    () => migrate(db, [accounts], listener),
    /^accounts\/0013-erasures: builds accounts\.outbox_address.* held by session \d+ \(jumar-holder/,
  );
  const { rows } = await db.raw<{ rows: unknown[] }>("select 1 from pg_index where not indisvalid");
  expect(rows).toEqual([]);
  await whileHeld(
    () => rollback(db, [accounts], [{ service: "accounts", last: FIRST }], listener),
    /^accounts\/0016-concerns: waits for a lock held by session \d+ \(jumar-holder/,
  );
  await migrate(db, [accounts], listener);
}, 1_200_000);
