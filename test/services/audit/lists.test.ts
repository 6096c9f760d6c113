import service from "../../../services/audit/service";
import { audit, type AuditEntry, type Caller, parseParams } from "../../../shared/contracts";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { asUser } from "../../support/callers";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { anEvent, record } from "./support";

let database: TestDatabase;
let deps: Deps;

const anna = generateTypeId("user");
const bert = generateTypeId("user");
const events = Array.from({ length: 24 }, (_, n) =>
  anEvent({
    subject: n % 3 === 0 ? anna : n % 3 === 1 ? bert : generateTypeId("user"),
    type: n % 2 === 0 ? "session.created" : "user.confirmed",
    actor: n % 4 === 0 ? "operator" : anna,
    clientip: "192.0.2.1",
    useragent: "browser",
    // Three at the same moment, which only their ids tell apart.
    ...(n >= 9 && n < 12 ? { time: "2026-03-01T00:10:00.000Z" } : {}),
  }),
);

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
  await record(deps, events);
});
afterAll(() => database.drop());

type Action = "list" | "activity";
type Page = { data: AuditEntry[]; next_cursor: string | null };

async function call(action: Action, params: object, caller: Caller = {}): Promise<Page> {
  const contract = audit.actions[action];
  const run = service.parts.actions[action] as (d: Deps, p: object, c: Caller) => Promise<unknown>;
  return contract.result.parse(await run(deps, parseParams(contract.params, params), caller));
}

async function all(action: Action, params: object, caller?: Caller): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await call(
      action,
      { limit: 4, ...params, ...(cursor ? { cursor } : {}) },
      caller,
    );
    found.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

const idsOf = (list: { event_id: string }[]) => list.map(({ event_id }) => event_id).sort();
const expected = (keep: (event: (typeof events)[number]) => boolean) =>
  events
    .filter(keep)
    .map(({ id }) => id)
    .sort();

test("lists every entry once, the newest first, over pages of any size", async () => {
  for (const limit of [1, 4, 100]) {
    const found = await all("list", { limit });
    expect(idsOf(found)).toEqual(expected(() => true));
    const times = found.map(({ occurred_at }) => occurred_at);
    expect(times).toEqual([...times].sort().reverse());
  }
});

test("filters by actor, subject, type and time, alone and together", async () => {
  const [since, until] = [events[5]!.time, events[20]!.time];
  expect(idsOf(await all("list", { actor: "operator" }))).toEqual(
    expected(({ actor }) => actor === "operator"),
  );
  expect(idsOf(await all("list", { subject: bert }))).toEqual(
    expected(({ subject }) => subject === bert),
  );
  expect(idsOf(await all("list", { type: "user.confirmed" }))).toEqual(
    expected(({ type }) => type === "user.confirmed"),
  );
  expect(idsOf(await all("list", { since, until }))).toEqual(
    expected(({ time }) => time >= since && time < until),
  );
  expect(
    idsOf(await all("list", { since, subject: anna, actor: anna, type: "session.created" })),
  ).toEqual(
    expected(
      (e) =>
        e.time >= since && e.subject === anna && e.actor === anna && e.type === "session.created",
    ),
  );
  expect(
    await all("list", { since: "0000-01-01T00:00:00Z", until: "0001-01-01T00:00:00Z" }),
  ).toEqual([]);
});

test("shows people what happened to their own account, and nobody else's", async () => {
  const caller = asUser({ id: anna });
  const found = await all("activity", {}, caller);
  expect(idsOf(found)).toEqual(expected(({ subject }) => subject === anna));
  expect(found[0]).toMatchObject({ ip: "192.0.2.1", user_agent: "browser", subject: anna });
  await expect(call("activity", {}, {})).rejects.toMatchObject({ code: "unauthenticated" });
});

test("refuses a cursor of another person's activity, another filter or another list", async () => {
  const as = (id: string) => asUser({ id });
  const { next_cursor: cursor } = await call("activity", { limit: 2 }, as(anna));
  expect(cursor).not.toBeNull();
  const refused = { code: "malformed_request" };
  await expect(call("activity", { cursor }, as(bert))).rejects.toMatchObject(refused);
  await expect(call("list", { cursor })).rejects.toMatchObject(refused);
  await expect(call("list", { cursor, subject: anna })).rejects.toMatchObject(refused);
  const listed = await call("list", { limit: 2, type: "user.confirmed" });
  await expect(call("list", { cursor: listed.next_cursor })).rejects.toMatchObject(refused);
});

test("refuses a filter that can find nothing", async () => {
  const refused = { code: "validation_failed" };
  for (const filter of ["' or true --", "%", "operator'"]) {
    for (const name of ["actor", "subject", "type"])
      await expect(all("list", { [name]: filter })).rejects.toMatchObject(refused);
  }
});

test("reads each list by an index, at any depth", async () => {
  const caller = asUser({ id: anna });
  const queries: { sql: string; bindings: string[] }[] = [];
  const listen = (query: (typeof queries)[number]) => queries.push(query);
  deps.db.on("query", listen);
  await all("list", {});
  await all("list", { type: "user.confirmed", limit: 2 });
  await all("list", { actor: anna, since: events[2]!.time });
  await all("activity", { limit: 2 }, caller);
  deps.db.removeListener("query", listen);
  await deps.transaction(async (trx) => {
    await trx.raw("set local enable_seqscan = off");
    await trx.raw("set local enable_sort = off");
    for (const { sql, bindings } of queries.filter((query) => query.sql.startsWith("select"))) {
      const { rows } = await trx.raw<{ rows: Record<string, string>[] }>(
        `explain ${sql.replaceAll(/\$\d+/g, "?")}`,
        bindings,
      );
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).toMatch(/Index Scan/);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
  });
});
