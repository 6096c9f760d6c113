import { startRelay } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { anEvent, append, inboxOf, prepareTables, SCHEMA } from "./support";

const GONE = 20_000;
const LOOKS = 40;

let database: TestDatabase;
let deps: Deps;
/** Ends the transaction for which the server keeps what was deleted since. */
let endReport: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  await prepareTables(database);
  deps = testDeps(database, SCHEMA);
  const report = await database.of("report").transaction();
  await report.raw("set transaction isolation level repeatable read");
  await report.raw("select 1");
  endReport = async () => void (await report.rollback());
});
afterAll(async () => {
  await endReport();
  await database.drop();
});

interface Query {
  sql: string;
  bindings: unknown[];
}

/** Each query that has a text in it while something runs. */
async function queriesOf(text: string, work: () => Promise<void>): Promise<Query[]> {
  const queries: Query[] = [];
  const listen = (query: Query) => queries.push(query);
  deps.db.on("query", listen);
  await work();
  deps.db.removeListener("query", listen);
  return queries.filter(({ sql }) => sql.includes(text));
}

/** The buffers that each of them reads. */
async function buffersOf(queries: readonly Query[]): Promise<number[]> {
  const buffers: number[] = [];
  for (const { sql, bindings } of queries) {
    const trx = await database.of("plans").transaction();
    const { rows } = await trx.raw<{ rows: Record<string, string>[] }>(
      `explain (analyze, buffers, timing off) ${sql.replaceAll(/\$\d+/g, "?")}`,
      bindings as string[],
    );
    await trx.rollback();
    const line = rows
      .map((row) => row["QUERY PLAN"] ?? "")
      .find((each) => each.includes("Buffers"));
    const counts = [...(line ?? "").matchAll(/(?:hit|read)=(\d+)/g)];
    buffers.push(counts.reduce((sum, match) => sum + Number(match[1]), 0));
  }
  return buffers;
}

/** Most looks read little, though everything is read now and then. */
function expectMostlyFew(buffers: readonly number[]): void {
  const sorted = [...buffers].sort((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(LOOKS / 2);
  expect(sorted.at(-1)).toBeGreaterThan(GONE / 100);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(GONE / 100);
}

test("a relay does not read again and again what was published long ago", async () => {
  const idOf = "(lpad(to_hex(ms), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid";
  await deps.db.raw(
    `insert into ${SCHEMA}.unpublished (shard, id)
     select n % 4, ${idOf} from (
       select n, (extract(epoch from now()) * 1000)::int8 - 3600000 + n * 100 as ms
       from generate_series(1, ${GONE}) n) as made`,
  );
  await deps.db.raw(`delete from ${SCHEMA}.unpublished`);
  const published: string[] = [];
  const queries = await queriesOf("unpublished.shard = part.shard", async () => {
    const relay = startRelay({
      db: deps.db,
      schema: SCHEMA,
      log: deps.log,
      retentionDays: 30,
      deliver: (events) => {
        published.push(...events.map(({ id }) => id));
        return Promise.resolve(events.map(({ id }) => id));
      },
    });
    for (let n = 0; n < LOOKS; n += 1) {
      const id = await append(deps, `look${n}@example.com`);
      relay.nudge();
      await eventually(() => published.includes(id));
    }
    await relay.stop();
  });
  expectMostlyFew(await buffersOf(queries));
});

test("how long the oldest event waits is found without reading what was published", async () => {
  const relay = startRelay({
    db: deps.db,
    schema: SCHEMA,
    log: deps.log,
    retentionDays: 30,
    deliver: () => Promise.reject(new Error("nobody takes any")),
  });
  const queries = await queriesOf("now() - first.created_at", async () => {
    for (let n = 0; n < LOOKS; n += 1) expect(await relay.lag()).toBe(0);
    await append(deps, "waits@example.com");
    await eventually(async () => (await relay.lag()) > 0);
  });
  await relay.stop();
  expectMostlyFew(await buffersOf(queries));
});

test("a subscriber does not read again and again what was done long ago", async () => {
  const inbox = inboxOf(database);
  await deps.db.raw(
    `insert into ${SCHEMA}.inbox (subscriber, event_id, type, status, available_at)
     select 'subscriber', gen_random_uuid(), 'x', 'pending', now() - interval '1 hour'
     from generate_series(1, ${GONE})`,
  );
  await deps.db.raw(`update ${SCHEMA}.inbox set status = 'done', processed_at = now()`);
  const queries = await queriesOf("available_at", async () => {
    for (let n = 0; n < LOOKS; n += 1) {
      await inbox.receive([anEvent()]);
      expect(await inbox.hasDue()).toBe(true);
      const claimed = await inbox.claim(10, { suspect: false });
      expect(claimed).toHaveLength(1);
      await inbox.settle(claimed, () => Promise.resolve());
    }
    for (let n = 0; n < LOOKS; n += 1)
      expect(await inbox.claim(10, { suspect: false })).toEqual([]);
  });
  const claims = queries.filter(({ sql }) => sql.startsWith("with due"));
  expectMostlyFew(await buffersOf(claims));
});
