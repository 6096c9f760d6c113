import {
  deliverToInboxes,
  onEvery,
  type Relay,
  startRelay,
  startSubscriber,
} from "../../../shared/events";
import { sweepOutbox } from "../../../shared/events/outbox/sweep-outbox";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { inboxOf, prepareTables, SCHEMA } from "./support";

const DAYS = 30;

let database: TestDatabase;
let deps: Deps;
let running: { stop(): Promise<unknown> }[] = [];

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  deps = testDeps(database, SCHEMA);
  await prepareTables(database);
});
afterEach(async () => {
  await Promise.all(running.map((part) => part.stop()));
  running = [];
  await database.drop();
});

/** Writes published events of an age in days, a second apart. */
async function logEvents(count: number, age: number): Promise<void> {
  await deps.db.raw(
    `insert into ${SCHEMA}.outbox (id, type, version, aggregate_version, actor, data, created_at)
     select gen_random_uuid(), 'user.registered', 1, 1, 'system', '{}',
       now() - ? * interval '1 day' + n * interval '1 second'
     from generate_series(1, ?) as n`,
    [age, count],
  );
}

/** Makes every event of the log one that is not published. */
async function unpublishAll(): Promise<void> {
  await deps.db.raw(
    `insert into ${SCHEMA}.unpublished (shard, id) select 0, id from ${SCHEMA}.outbox`,
  );
}

/** A relay whose every delivery fails. */
function failingRelay(): Relay {
  const relay = startRelay({
    db: deps.db,
    schema: SCHEMA,
    deliver: () => Promise.reject(new Error("away")),
    retentionDays: DAYS,
    log: deps.log,
  });
  running.push(relay);
  return relay;
}

const logged = async (): Promise<number> =>
  (await deps.db.withSchema(SCHEMA).from("outbox").select("id")).length;

test("an event log loses all that is past its retention, and nothing that is younger or not published", async () => {
  await logEvents(1_200, 40);
  await unpublishAll();
  await logEvents(2_500, 31);
  await logEvents(10, 29);
  failingRelay();
  await eventually(async () => (await logged()) === 1_210);
  const { rows } = await deps.db.raw<{ rows: { waiting: number; young: number }[] }>(
    `select count(unpublished.id) as waiting,
       count(*) filter (where outbox.created_at > now() - interval '30 days') as young
     from ${SCHEMA}.outbox left join ${SCHEMA}.unpublished on unpublished.id = outbox.id`,
  );
  expect(rows).toEqual([{ waiting: 1_200, young: 10 }]);
});

test("several processes sweep one event log without getting in each other's way", async () => {
  await logEvents(5_000, 31);
  await logEvents(10, 29);
  const sweepAll = async (): Promise<void> => {
    const sweep = sweepOutbox(deps.db, SCHEMA, DAYS);
    while (await sweep(100));
  };
  await eventually(async () => {
    await Promise.all([sweepAll(), sweepAll(), sweepAll()]);
    expect(await logged()).toBe(10);
    return true;
  });
});

test("an inbox forgets all that was done before its retention", async () => {
  await deps.db.raw(
    `insert into ${SCHEMA}.inbox (subscriber, event_id, type, status, processed_at)
     select ?::text, gen_random_uuid(), 'user.registered', status, now() - days * interval '1 day'
     from generate_series(1, 2500),
       (values ('done', 31), ('done', 29), ('dead', 31)) as made (status, days)`,
    [SCHEMA],
  );
  running.push(
    startSubscriber({
      db: deps.db,
      name: SCHEMA,
      subscriptions: [onEvery(() => Promise.resolve())],
      deps,
      delivery: deliverToInboxes([{ inbox: inboxOf(database, SCHEMA), subscriptions: [] }]),
      retentionDays: DAYS,
      log: deps.log,
    }),
  );
  await eventually(async () => {
    const rows = await deps.db
      .withSchema(SCHEMA)
      .from("inbox")
      .where({ status: "done" })
      .select("event_id");
    return rows.length === 2_500;
  });
  const { rows } = await deps.db.raw<{ rows: object[] }>(
    `select status, count(*) as count from ${SCHEMA}.inbox group by status order by status`,
  );
  expect(rows).toEqual([
    { status: "dead", count: 2_500 },
    { status: "done", count: 2_500 },
  ]);
});
