import service from "../../../services/accounts/service";
import {
  accounts,
  type Caller,
  type InputOf,
  parseParams,
  type ResultOf,
  uuidOf,
} from "../../../shared/contracts";
import { encodeCursor, listName } from "../../../shared/cursors";
import {
  type Envelope,
  type EventFilters,
  findEvents,
  sessionCreated,
  userDeleted,
  userRegistered,
} from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";

let database: TestDatabase;
let deps: Deps;
const ids: string[] = [];

const anna = generateTypeId("user");
const bert = generateTypeId("user");
const OPERATOR: Caller = { principal: { kind: "operator" } };

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

test("leaves out a row that is no event, and goes on behind it", async () => {
  const fields = { subject: anna, aggregateVersion: 99, caller: OPERATOR, data: {} };
  await deps.transaction((trx) => deps.outbox.append(trx, userDeleted, fields));
  const row = () => deps.db.withSchema("accounts").table("outbox").where({ aggregate_version: 99 });
  for (const odd of ["infinity", "-infinity"]) {
    await row().update({ created_at: odd });
    for (const limit of [1, 3, 100]) {
      expect(numbers(await all({ order: "asc", limit }))).toEqual(forwards);
      expect(numbers(await all({ limit }))).toEqual(forwards.toReversed());
    }
  }
  await row().delete();
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

test("goes on with a cursor of the version before, which has its position in another form", async () => {
  const { data } = await call("listEvents", { limit: 5 });
  const position = ["2026-03-01 00:00:07.000007+00", uuidOf(data[4]!.id)];
  const cursor = encodeCursor(
    deps.signer,
    listName("accounts.listEvents", { order: "desc" }),
    // Event 7 lies at 00:00:04.000007.
    [position[0]!.replace(":07.", ":04."), position[1]],
  );
  expect(numbers((await call("listEvents", { limit: 3, cursor })).data as Envelope[])).toEqual([
    6, 5, 4,
  ]);
});

test("lists about somebody, and about each thing, what has it as its subject or concerns it", async () => {
  const [session, club] = [generateTypeId("session"), generateTypeId("organisation")];
  const clara = generateTypeId("user");
  const data = { session_id: session, ip: null, user_agent: null, reason: "log_in" };
  const fields = { aggregateVersion: 1, caller: OPERATOR, data };
  const since = new Date().toISOString();
  const append = async (about: { subject?: string; concerns?: string[] }) =>
    await deps.transaction((trx) =>
      deps.outbox.append(trx, sessionCreated, { ...fields, ...about }),
    );
  const made = [
    await append({ subject: session, concerns: [clara] }),
    await append({ concerns: [club, clara] }),
    await append({ subject: clara, concerns: [club] }),
    await append({ subject: club }),
  ];
  const about = async (subject: string) =>
    (await all({ subject, since, order: "asc" })).map(({ id }) => made.indexOf(id));
  expect(await about(session)).toEqual([0]);
  expect(await about(clara)).toEqual([0, 1, 2]);
  expect(await about(club)).toEqual([1, 2, 3]);
  expect((await call("countEvents", { subject: club, since })).count).toBe(3);

  const shown = (await all({ since, order: "asc" })).map(({ subject, concerns }) => ({
    subject,
    concerns,
  }));
  expect(shown).toEqual([
    { subject: session, concerns: clara },
    { subject: undefined, concerns: `${clara} ${club}` },
    { subject: clara, concerns: club },
    { subject: club, concerns: undefined },
  ]);
  await deps.db.raw("delete from accounts.outbox where type = 'session.created'");
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
  ["of all events", {}, ["outbox_log"]],
  ["of one type", { types: ["user.deleted"] }, ["outbox_type"]],
  ["about somebody", { subject: anna }, ["outbox_subject", "outbox_aggregate"]],
])("reads the log %s by an index, at any depth", async (_, filters, indexes) => {
  const plans = await plansOf(filters);
  for (const [n, index] of indexes.entries()) {
    expect(plans[n]).toContain(index);
    expect(plans[n]).not.toContain("Sort");
  }
});

test("finds by an index of its own whom events concern besides", async () => {
  expect((await plansOf({ subject: anna })).at(-1)).toContain("outbox_concerns");
});

/** How the database would do what reading the log with some filters asks of it. */
async function plansOf(filters: EventFilters): Promise<string[]> {
  const after = ["2026-03-01T00:00:09Z", "01900000-0000-7000-8000-000000000000"];
  const queries: { sql: string; bindings: string[] }[] = [];
  const listen = (query: (typeof queries)[number]) => queries.push(query);
  deps.db.on("query", listen);
  await deps.transaction(async (trx) => {
    await findEvents(trx, "accounts", filters, { order: "desc", after, limit: 3 });
  });
  deps.db.removeListener("query", listen);
  const plans: string[] = [];
  for (const { sql, bindings } of queries.filter((query) => query.sql.includes("outbox"))) {
    await deps.transaction(async (trx) => {
      await trx.raw("set local enable_seqscan = off");
      await trx.raw("set local enable_sort = off");
      const placeholders = sql.replaceAll(/\$\d+/g, "?");
      const explained = await trx.raw<{ rows: object[] }>(`explain ${placeholders}`, bindings);
      plans.push(JSON.stringify(explained.rows));
    });
  }
  return plans;
}

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
