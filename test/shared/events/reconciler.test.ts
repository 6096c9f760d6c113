import { eventLogActions } from "../../../shared/event-log";
import {
  createDeadLetters,
  createInbox,
  type Envelope,
  findEventsById,
  on,
  onEvery,
  prepareInbox,
  readReconciliation,
  type Reconciler,
  type ReconcilerOptions,
  sessionCreated,
  startReconciler,
  type Subscription,
  userRegistered,
} from "../../../shared/events";
import { generateUuidV7 } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";

/*
 * The log of `accounts` against the inbox of a subscriber, with the functions that the platform's
 * services answer with; looks are 0.4 s apart.
 */

const NAME = "billing";
const hearsAll = onEvery(() => Promise.resolve()) as Subscription<never>;
const hears = (event: typeof userRegistered | typeof sessionCreated) =>
  on(event, () => Promise.resolve()) as Subscription<never>;

let database: TestDatabase;
let running: Reconciler | undefined;
let recorded: Parameters<ReconcilerOptions["record"]>[0][];
let received: Envelope[];

beforeEach(async () => {
  database = await createTestDatabase();
  recorded = [];
  received = [];
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await database.drop();
});

const db = () => database.of("test");

/** Adds published events to the log, made so many seconds ago, and answers their UUIDs. */
async function publish(type: string, count: number, secondsAgo = 0): Promise<string[]> {
  const made = secondsAgo === 0 ? undefined : Date.now() - secondsAgo * 1_000;
  const ids = Array.from({ length: count }, () => generateUuidV7(made));
  await db().raw(
    `insert into accounts.outbox (id, type, version, aggregate_version, actor, data)
     select id, ?, 1, 1, 'system', '{}' from unnest(?::uuid[]) as made (id)`,
    [type, ids],
  );
  return ids;
}

async function start(more: Partial<ReconcilerOptions> = {}): Promise<Reconciler> {
  const deps = testDeps(database, "accounts");
  const inbox = createInbox(db(), NAME, NAME);
  running = startReconciler({
    db: db(),
    schema: NAME,
    subscriber: NAME,
    published: {
      publishedUntil: (params) => eventLogActions.publishedUntil(deps, params, {}),
      listEventIds: (params) => eventLogActions.listEventIds(deps, params, {}),
      getEvents: (params) => eventLogActions.getEvents(deps, params, {}) as never,
    },
    receive: (events) => {
      received.push(...events);
      return inbox.receive(events);
    },
    isDrained: () => Promise.resolve(true),
    record: (repair) => Promise.resolve(recorded.push(repair)),
    retentionDays: 30,
    settleSeconds: 0.4,
    logger: deps.log,
    ...more,
  });
  await eventually(() => readReconciliation(db(), NAME, NAME));
  return running;
}

/** Waits for a look that has gone past everything there is now. */
async function lookedAtAll(): Promise<void> {
  const past = generateUuidV7();
  await eventually(async () => {
    const found = await readReconciliation(db(), NAME, NAME);
    return found !== undefined && found.looked_to > past;
  }, 30_000);
}

async function inboxIds(): Promise<string[]> {
  return (await db()
    .withSchema(NAME)
    .table("inbox")
    .orderBy("event_id")
    .pluck("event_id")) as string[];
}

it("hands over what never arrived, once, and says so", async () => {
  await prepareInbox(db(), NAME, [hearsAll]);
  await start();
  const ids = await publish("user.registered", 12);
  const some = await publish("session.created", 3);
  await createInbox(db(), NAME, NAME).receive(await eventsOf(some));
  await lookedAtAll();
  expect(await inboxIds()).toEqual([...ids, ...some].sort());
  expect(received).toHaveLength(12);
  // Of one look or two, as they fall.
  const counts = recorded.map((repair) => repair.counts);
  expect(counts.reduce((sum, { received: some }) => sum + some, 0)).toBe(12);
  expect(counts).toEqual(
    counts.map(({ received: some }) => ({ received: some, new: some, known: 0 })),
  );
  expect(await readReconciliation(db(), NAME, NAME)).toMatchObject({
    missing: counts.at(-1)!.received,
  });
  await lookedAtAll();
  expect(received).toHaveLength(12);
});

async function eventsOf(ids: readonly string[]): Promise<Envelope[]> {
  return await findEventsById(db(), "accounts", ids);
}

it("misses nothing from before a subscriber began, nor of a type it does not hear", async () => {
  await publish("user.registered", 5, 60);
  await prepareInbox(db(), NAME, [hears(userRegistered)]);
  await start();
  await publish("session.created", 5);
  const ids = await publish("user.registered", 2);
  await lookedAtAll();
  expect(await inboxIds()).toEqual(ids);
});

it("misses a type that a subscriber hears since lately only from then on", async () => {
  await prepareInbox(db(), NAME, [hears(userRegistered)]);
  await start();
  await publish("session.created", 5);
  await db().raw("select pg_sleep(0.01)");
  await prepareInbox(db(), NAME, [hears(userRegistered), hears(sessionCreated)]);
  await db().raw("select pg_sleep(0.01)");
  const later = await publish("session.created", 3);
  await lookedAtAll();
  expect(await inboxIds()).toEqual(later);
});

it("does not take what waits to be published, or in the queue, for lost", async () => {
  await prepareInbox(db(), NAME, [hearsAll]);
  let isDrained = false;
  await start({ isDrained: () => Promise.resolve(isDrained) });
  const ids = await publish("user.registered", 3);
  const [unpublished] = await publish("user.registered", 1);
  await db().raw("insert into accounts.unpublished (shard, id) values (0, ?)", [unpublished ?? ""]);
  await db().raw("select pg_sleep(1.2)");
  expect(await inboxIds()).toEqual([]);
  isDrained = true;
  await eventually(async () => (await inboxIds()).length === 3, 30_000);
  await db().raw("select pg_sleep(0.8)");
  expect(await inboxIds()).toEqual(ids);
  await db().raw("delete from accounts.unpublished");
  await eventually(async () => (await inboxIds()).length === 4, 30_000);
});

it("does not bring back what an operator discarded", async () => {
  await prepareInbox(db(), NAME, [hearsAll]);
  const [id = ""] = await publish("user.registered", 1);
  const inbox = createInbox(db(), NAME, NAME);
  await inbox.receive(await eventsOf([id]));
  await db().raw("update ??.inbox set status = 'dead', processed_at = now()", [NAME]);
  const letters = createDeadLetters(db(), NAME, NAME);
  const [letter] = await letters.list({}, { after: [], limit: 1 });
  await letters.discard(letter!.event_id);
  await start();
  await db().raw("update ??.reconciliations set looked_to = ?", [NAME, ZERO]);
  await db().raw("update ??.heard set since = now() - interval '1 day'", [NAME]);
  await lookedAtAll();
  expect(await inboxIds()).toEqual([]);
  expect(received).toEqual([]);
});

const ZERO = "00000000-0000-0000-0000-000000000000";

it("looks at once when it is told to, and when the database has another history", async () => {
  await prepareInbox(db(), NAME, [hearsAll]);
  const reconciler = await start({ settleSeconds: 3_600 });
  const first = await publish("user.registered", 2);
  reconciler.lookNow();
  await eventually(async () => (await inboxIds()).length === 2, 30_000);
  expect(await inboxIds()).toEqual(first);

  await eventually(async () => (await readReconciliation(db(), NAME, NAME))?.history, 30_000);
  await reconciler.stop();
  await db().raw(
    "update ??.reconciliations set history = 'another/7', looked_at = now() - interval '2 hours'",
    [NAME],
  );
  const second = await publish("user.registered", 2);
  await start({ settleSeconds: 3_600 });
  await eventually(async () => (await inboxIds()).length === 4, 30_000);
  expect(await inboxIds()).toEqual([...first, ...second].sort());
});

it("finds in a full look what was lost after it was looked at, but for what may have been forgotten", async () => {
  await prepareInbox(db(), NAME, [hearsAll]);
  await db().raw("update ??.heard set since = now() - interval '20 days'", [NAME]);
  const forgotten = await publish("user.registered", 2, 10 * 86_400);
  const kept = await publish("user.registered", 4, 5 * 86_400);
  const inbox = createInbox(db(), NAME, NAME);
  await inbox.receive(await eventsOf(kept));
  await db().raw(
    `update ??.inbox set status = 'done', envelope = null, processed_at = now() - interval '8 days'
     where event_id = ?`,
    [NAME, kept[0] ?? ""],
  );
  await db().raw("delete from ??.inbox where event_id = ?", [NAME, kept[2] ?? ""]);
  await start();
  await eventually(async () => (await inboxIds()).length === 4, 30_000);
  expect(await inboxIds()).toEqual(kept);
  expect(received).toHaveLength(1);
  expect(forgotten).toHaveLength(2);
  await eventually(() => recorded.length === 1);
});
