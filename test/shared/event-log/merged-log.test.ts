import {
  type ActionContract,
  eventLogActions as contract,
  parseParams,
  type PublisherName,
} from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { createEventLog, eventLogActions, type PublisherCalls } from "../../../shared/event-log";
import { type Envelope, publisherTables, userRegistered } from "../../../shared/events";
import { encodeTypeId, generateTypeId } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";

/*
 * Three publishers, each with its own schema, outbox and log; what is called is what a service offers,
 * with the contract's checks and JSON between.
 */

const NAMES = ["north", "south", "west"];
const publishers = NAMES as unknown as PublisherName[];
const ANNA = generateTypeId("user");
const BERT = generateTypeId("user");
const OPERATOR = { principal: { kind: "operator" } } as const;

let database: TestDatabase;
let db: Database;
/** Those whose calls fail. */
const away = new Map<string, AppError>();

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  db = database.of("test");
  for (const name of NAMES) {
    await db.raw("create schema ??", [name]);
    await publisherTables.up(db, name);
  }
});
afterAll(() => database.drop());
beforeEach(async () => {
  away.clear();
  for (const name of NAMES) await db.raw("delete from ??.outbox", [name]);
});

function logOf(name: string): PublisherCalls[PublisherName] {
  const deps = testDeps(database, name);
  return Object.fromEntries(
    Object.entries(eventLogActions).map(([action, run]) => [
      action,
      async (params: object, caller: object = OPERATOR) => {
        const failure = away.get(name);
        if (failure) throw failure;
        const { params: schema, result } = contract[
          action as keyof typeof contract
        ] as ActionContract;
        const sent = JSON.parse(JSON.stringify(params)) as object;
        const answer = await (run as (...args: unknown[]) => Promise<unknown>)(
          deps,
          parseParams(schema, sent),
          caller,
        );
        return JSON.parse(JSON.stringify(result.parse(answer))) as unknown;
      },
    ]),
  ) as unknown as PublisherCalls[PublisherName];
}

function eventLog(names = publishers) {
  const call = Object.fromEntries(NAMES.map((name) => [name, logOf(name)]));
  const { signer } = testDeps(database, "test");
  return createEventLog({ call: call as unknown as PublisherCalls, signer, publishers: names });
}

/** Puts events into a log: how many, the first microsecond of a day, and how far they are apart. */
async function fill(
  name: string,
  {
    count,
    from,
    step,
    subject = "user_x",
  }: { count: number; from: number; step: number; subject?: string },
): Promise<void> {
  await db.raw(
    `insert into ??.outbox (id, type, version, subject, aggregate_version, actor, data, created_at)
     select gen_random_uuid(), 'user.registered', 1, ?::text, n, 'system', '{"email":"x@x.org"}',
       timestamptz '2026-03-01 00:00:00Z' + (?::int8 + n * ?::int8) * interval '1 microsecond'
     from generate_series(0, ?::int4 - 1) as s(n)`,
    [name, subject, from, step, count],
  );
}

/** Every event there is, in the order of all logs, as the database would say it. */
async function expected(order: "asc" | "desc", where = "true"): Promise<string[]> {
  const all = NAMES.map((name) => `select id, created_at from ${name}.outbox where ${where}`);
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id from (${all.join(" union all ")}) as logs order by created_at ${order}, id ${order}`,
  );
  return rows.map(({ id }) => encodeTypeId("event", id));
}

async function walk(
  params: object,
  onPage?: (page: Envelope[]) => Promise<void>,
): Promise<string[]> {
  const log = eventLog();
  const found: Envelope[] = [];
  let cursor: string | undefined;
  do {
    const page = await log.listEvents({ ...params, ...(cursor ? { cursor } : {}) }, OPERATOR);
    found.push(...(page.data as Envelope[]));
    cursor = page.next_cursor ?? undefined;
    await onPage?.(page.data as Envelope[]);
  } while (cursor !== undefined);
  return found.map(({ id }) => id);
}

test.each(["asc", "desc"] as const)(
  "lists the events of all logs once and in their order (%s), ties and neighbours of a microsecond included",
  async (order) => {
    // At one microsecond, a microsecond apart, in whole seconds, and far apart.
    await fill("north", { count: 12, from: 1_000_000, step: 0 });
    await fill("south", { count: 30, from: 999_990, step: 1 });
    await fill("west", { count: 5, from: 0, step: 1_000_000 });
    await fill("west", { count: 4, from: 1_000_000, step: 0 });
    const all = await expected(order);
    expect(all).toHaveLength(51);
    for (const limit of [1, 7, 51, 100]) expect(await walk({ order, limit })).toEqual(all);
  },
);

test("goes on through one log when the others have come to their end, and through none at all", async () => {
  expect(await walk({ limit: 2 })).toEqual([]);
  await fill("south", { count: 5, from: 0, step: 1 });
  await fill("north", { count: 1, from: 2, step: 0 });
  expect(await walk({ limit: 2 })).toEqual(await expected("desc"));
});

test("filters and counts over all logs", async () => {
  await fill("north", { count: 3, from: 0, step: 1_000, subject: ANNA });
  await fill("south", { count: 3, from: 500, step: 1_000, subject: ANNA });
  await fill("west", { count: 3, from: 700, step: 1_000, subject: BERT });
  const since = "2026-03-01T00:00:00.001Z";
  const filters = { subject: ANNA, since };
  const wanted = await expected("desc", `subject = '${ANNA}' and created_at >= '${since}'`);
  expect(wanted).toHaveLength(4);
  expect(await walk({ ...filters, limit: 2 })).toEqual(wanted);
  expect(await eventLog().countEvents(filters)).toMatchObject({ count: 4 });
});

test("counts what a list up to the time of the count has, while events are written", async () => {
  await fill("west", { count: 2, from: 0, step: 1 });
  const log = eventLog();
  const { count, counted_at: until } = await log.countEvents({});
  for (const name of NAMES) {
    const { outbox, transaction } = testDeps(database, name);
    const fields = { aggregateVersion: 1, data: { email: "x@x.org" }, caller: {} };
    await transaction((trx) => outbox.append(trx, userRegistered, fields));
  }
  expect(count).toBe(2);
  expect(await walk({ until, limit: 1 })).toHaveLength(2);
});

test("finds an event in whichever log it is, and says when it is in none", async () => {
  await fill("west", { count: 1, from: 0, step: 0 });
  const [id = ""] = await expected("asc");
  expect((await eventLog().getEvent({ id })).event).toMatchObject({ id, source: "/jumar/west" });
  const missing = eventLog().getEvent({ id: generateTypeId("event") });
  await expect(missing).rejects.toMatchObject({ code: "not_found" });
});

test("names the publisher that is away rather than leave a gap", async () => {
  await fill("north", { count: 1, from: 0, step: 0 });
  const [id = ""] = await expected("asc");
  const log = eventLog();
  away.set("south", new AppError("unavailable", { part: "south" }));
  const named = {
    code: "unavailable",
    part: "south",
    detail: "the event log of south cannot be read at the moment",
  };
  await expect(log.listEvents({})).rejects.toMatchObject(named);
  await expect(log.countEvents({})).rejects.toMatchObject(named);
  await expect(log.getEvent({ id })).rejects.toMatchObject(named);
  await expect(log.listEventsByUser({ types: ["user.registered"] })).rejects.toMatchObject(named);
  away.set("south", new AppError("timeout"));
  await expect(log.listEvents({})).rejects.toMatchObject({ code: "timeout", part: "south" });
});

test("takes a cursor back for the same list only, and a log's own cursor for the whole", async () => {
  await fill("north", { count: 3, from: 0, step: 2 });
  await fill("south", { count: 3, from: 1, step: 2 });
  const log = eventLog();
  const { next_cursor } = await log.listEvents({ limit: 2 });
  const cursor = next_cursor ?? "";
  const refused = { code: "malformed_request" };
  await expect(log.listEvents({ cursor, order: "asc" })).rejects.toMatchObject(refused);
  await expect(log.listEvents({ cursor, subject: ANNA })).rejects.toMatchObject(refused);
  // As after the update that brings the second publisher: the cursor was given by the first alone.
  const before = await eventLog([publishers[0]!]).listEvents({ limit: 1 });
  const after = await log.listEvents({ cursor: before.next_cursor ?? "" });
  const [, ...rest] = (await expected("desc")).slice(1);
  expect(after.data.map(({ id }) => id)).toEqual(rest);
});

test("leads user by user through all logs, with all events of each on one page", async () => {
  for (const [name, users] of [
    ["north", ["user_a", "user_c", "user_d", "user_f"]],
    ["south", ["user_b", "user_c", "user_g"]],
    ["west", ["user_c"]],
  ] as const) {
    for (const subject of users) await fill(name, { count: 2, from: 0, step: 1, subject });
  }
  const log = eventLog();
  const pages: string[][] = [];
  let cursor: string | null | undefined;
  do {
    const page = await log.listEventsByUser({
      types: ["user.registered"],
      limit: 2,
      ...(cursor ? { cursor } : {}),
    });
    pages.push(page.data.map(({ subject = "" }) => subject));
    cursor = page.next_cursor;
  } while (cursor !== null);
  const times = (subject: string, count: number): string[] => Array<string>(count).fill(subject);
  expect(pages.flat()).toEqual([
    ...times("user_a", 2),
    ...times("user_b", 2),
    ...times("user_c", 6),
    ...["user_d", "user_f", "user_g"].flatMap((subject) => times(subject, 2)),
  ]);
  for (const [index, page] of pages.entries()) {
    const later = new Set(pages.slice(index + 1).flat());
    expect(page.filter((subject) => later.has(subject))).toEqual([]);
  }
});

test("pages through ten thousand events of two logs without loss or repetition", async () => {
  await fill("north", { count: 5_000, from: 0, step: 3 });
  // Every sixth microsecond has one in each.
  await fill("south", { count: 5_000, from: 0, step: 2 });
  const ids = await walk({ limit: 100 });
  expect(ids).toEqual(await expected("desc"));
  expect(new Set(ids).size).toBe(10_000);
});

test("misses nothing of what was there when events are written between its pages", async () => {
  await fill("north", { count: 20, from: 0, step: 10 });
  await fill("south", { count: 20, from: 5, step: 10 });
  const before = await expected("desc");
  let round = 0;
  const ids = await walk({ limit: 7 }, async () => {
    round += 1;
    await fill("west", { count: 3, from: 1_000 + round, step: 1 });
  });
  expect(ids).toEqual(before);
});
