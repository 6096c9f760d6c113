import {
  accounts,
  parseParams,
  type Caller,
  type InputOf,
  type ResultOf,
} from "../../../shared/contracts";
import { findEvents, userDeleted, userRegistered, type Envelope } from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import service from "../../../services/accounts/service";
import { createTestDatabase, testDeps, type TestDatabase } from "../../support/database";

let database: TestDatabase;
let deps: Deps;
const ids: string[] = [];

const anna = generateTypeId("user");
const bert = generateTypeId("user");
const OPERATOR: Caller = { scope: { kind: "operator" } };

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "accounts");
  for (let n = 0; n < 12; n += 1) {
    const subject = n % 3 === 0 ? anna : bert;
    const fields = { subject, aggregateVersion: n, caller: OPERATOR };
    const id = await deps.transaction((trx) =>
      n % 2 === 0
        ? deps.outbox.append(trx, userRegistered, { ...fields, data: { email: `${n}@x.org` } })
        : deps.outbox.append(trx, userDeleted, { ...fields, data: {} }),
    );
    ids.push(id);
    // Events 4 to 7 lie in one millisecond, a microsecond apart.
    const time = n >= 4 && n < 8 ? `00:00:04.00000${n}` : `00:00:${String(n).padStart(2, "0")}`;
    await deps.db.raw("update accounts.outbox set created_at = ? where aggregate_version = ?", [
      `2026-03-01T${time}Z`,
      n,
    ]);
  }
});
afterAll(() => database.drop());

type Actions = (typeof accounts)["actions"];

async function call<A extends keyof Actions>(
  action: A,
  params: InputOf<Actions[A]>,
): Promise<ResultOf<Actions[A]>> {
  const contract = accounts.actions[action];
  const run = service.parts.actions[action] as (d: Deps, p: object, c: Caller) => Promise<unknown>;
  const answer = await run(deps, parseParams(contract.params, params), OPERATOR);
  return contract.result.parse(answer) as ResultOf<Actions[A]>;
}

async function all(params: InputOf<Actions["listEvents"]>): Promise<Envelope[]> {
  const found: Envelope[] = [];
  let cursor: string | undefined;
  do {
    const page: ResultOf<Actions["listEvents"]> = await call("listEvents", {
      limit: 3,
      ...params,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...(page.data as Envelope[]));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

const numbers = (events: Envelope[]) => events.map(({ id }) => ids.indexOf(id));
const forwards = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

test("lists every event once in either order, also those of one millisecond", async () => {
  for (const limit of [1, 2, 5, 100]) {
    expect(numbers(await all({ limit }))).toEqual([...forwards].reverse());
    expect(numbers(await all({ limit, order: "asc" }))).toEqual(forwards);
  }
});

test("filters by types, subject and time, alone and together", async () => {
  const [since, until] = ["2026-03-01T00:00:02Z", "2026-03-01T00:00:10Z"];
  const asc = { order: "asc" } as const;
  expect(numbers(await all({ ...asc, type: "user.deleted" }))).toEqual([1, 3, 5, 7, 9, 11]);
  expect(numbers(await all({ ...asc, type: "user.deleted,user.registered" }))).toEqual(forwards);
  expect(numbers(await all({ ...asc, subject: anna }))).toEqual([0, 3, 6, 9]);
  expect(numbers(await all({ ...asc, since, until }))).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(numbers(await all({ since, until, subject: anna, type: "user.registered" }))).toEqual([6]);
});

test("counts what it would list", async () => {
  expect((await call("countEvents", {})).count).toBe(12);
  const filters = { type: "user.deleted", subject: bert, since: "2026-03-01T00:00:02Z" };
  const { count } = await call("countEvents", filters);
  expect(count).toBe((await all(filters)).length);
});

test("shows one event, the same as in the list, and says when there is none", async () => {
  const [newest] = await all({ limit: 100 });
  expect((await call("getEvent", { id: newest!.id })).event).toEqual(newest);
  const id = generateTypeId("event");
  await expect(call("getEvent", { id })).rejects.toMatchObject({ code: "not_found" });
});

test("refuses a cursor of another order or another filter", async () => {
  const { next_cursor } = await call("listEvents", { limit: 2 });
  const cursor = next_cursor!;
  const refused = { code: "malformed_request" };
  await expect(call("listEvents", { cursor, order: "asc" })).rejects.toMatchObject(refused);
  await expect(call("listEvents", { cursor, subject: anna })).rejects.toMatchObject(refused);
});

test.each([
  ["of all events", {}],
  ["of one subject", { subject: anna }],
  ["of one type", { types: ["user.deleted"] }],
])("reads the log %s by an index, at any depth", async (_, filters) => {
  const after = ["2026-03-01T00:00:09Z", "01900000-0000-7000-8000-000000000000"];
  const queries: { sql: string; bindings: string[] }[] = [];
  const listen = (query: (typeof queries)[number]) => queries.push(query);
  deps.db.on("query", listen);
  await deps.transaction(async (trx) => {
    await findEvents(trx, "accounts", filters, { order: "desc", after, limit: 3 });
  });
  deps.db.removeListener("query", listen);
  const { sql, bindings } = queries.find(({ sql }) => sql.includes("outbox"))!;
  const plan = await deps.transaction(async (trx) => {
    await trx.raw("set local enable_seqscan = off");
    await trx.raw("set local enable_sort = off");
    const placeholders = sql.replaceAll(/\$\d+/g, "?");
    const explained = await trx.raw<{ rows: object[] }>(`explain ${placeholders}`, bindings);
    return JSON.stringify(explained.rows);
  });
  expect(plan).toContain("Index");
  expect(plan).not.toContain("Sort");
});

test("writes down what an operator did as an event of its own", async () => {
  const { event_id } = await call("recordOperation", {
    operation: "dead_letters.retried",
    subscriber: "search",
    filter: { ids: [ids[0]!] },
    counts: { retried: 1 },
  });
  expect((await call("getEvent", { id: event_id })).event).toMatchObject({
    type: "dead_letters.retried",
    actor: "operator",
    data: { subscriber: "search", filter: { ids: [ids[0]] }, counts: { retried: 1 } },
  });
});

test("writes down no operation whose counts are those of another, and no endless list of ids", async () => {
  const refused = { code: "validation_failed" };
  const operation = { operation: "events.replayed", subscriber: "search" } as const;
  await expect(
    call("recordOperation", { ...operation, filter: {}, counts: { retried: 1 } }),
  ).rejects.toMatchObject(refused);
  const filter = { ids: Array.from({ length: 101 }, () => ids[0]!) };
  const counts = { received: 1, new: 1, known: 0 };
  await expect(call("recordOperation", { ...operation, filter, counts })).rejects.toMatchObject(
    refused,
  );
});
