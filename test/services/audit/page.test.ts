import service from "../../../services/audit/service";
import { NUMBERED_ROWS } from "../../../shared/contracts";
import { decodeTypeId, generateTypeId } from "../../../shared/ids";
import { asUser } from "../../support/callers";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { ADMIN, type ServiceOnBroker, serviceOnBroker } from "../../support/service-on-broker";
import { anEvent, record } from "./support";

let database: TestDatabase;
let audit: ServiceOnBroker;
const anna = generateTypeId("user");
const events = Array.from({ length: 13 }, (_, n) =>
  anEvent({
    ...(n % 2 === 0 ? { subject: anna } : {}),
    type: n < 5 ? "session.created" : "user.confirmed",
    actor: n % 3 === 0 ? "operator" : anna,
    clientip: "192.0.2.7",
    useragent: "browser",
  }),
);

beforeAll(async () => {
  database = await createTestDatabase();
  audit = await serviceOnBroker(service, database);
  await record(audit.deps, events);
});
afterAll(async () => {
  await audit.stop();
  await database.drop();
});

type Wanted = Parameters<ServiceOnBroker["call"]["audit"]["page"]>[0];
const page = (wanted: object) => audit.call.audit.page(wanted as Wanted, ADMIN);
const idsOf = (rows: { event_id: string }[]) => rows.map(({ event_id }) => event_id);
const entry = (event: { id: string }) =>
  database
    .of("migrate")
    .withSchema("audit")
    .table("entries")
    .where({ event_id: decodeTypeId(event.id) });

it("has every entry once over its pages, from the newest or from the oldest", async () => {
  const ids = events.map(({ id }) => id);
  for (const [sort, expected] of [
    ["-occurred_at", ids.toReversed()],
    ["occurred_at", ids],
  ]) {
    const found: string[] = [];
    for (const number of [1, 2, 3]) {
      const { rows, total, total_pages } = await page({ page: number, page_size: 5, sort });
      found.push(...idsOf(rows));
      expect({ total, total_pages }).toEqual({ total: 13, total_pages: 3 });
    }
    expect(found).toEqual(expected);
  }
});

it("shows of an entry what the list by cursors shows, and nothing that holds the chain together", async () => {
  const [numbered] = (await page({ page_size: 1 })).rows;
  const [listed] = (await audit.call.audit.list({ limit: 1 }, ADMIN)).data;
  expect(numbered).toEqual(listed);
  expect(numbered).toMatchObject({ ip: "192.0.2.7", user_agent: "browser" });
});

it("filters like the list by cursors, alone and together", async () => {
  for (const filters of [
    { subject: anna },
    { actor: "operator" },
    { type: "session.created" },
    { since: events[3]!.time, until: events[9]!.time },
    { subject: anna, actor: anna, type: "user.confirmed", since: events[6]!.time },
  ]) {
    const { rows, total } = await page({ ...filters, page_size: 100 });
    const { data } = await audit.call.audit.list({ ...filters, limit: 100 }, ADMIN);
    expect(rows).toEqual(data);
    expect(total).toBe(data.length);
  }
});

it.each([
  [{ page: -1 }, "/page", "too_small"],
  [{ page: 501 }, "/page", "page_too_deep"],
  [{ page_size: 1000 }, "/page_size", "too_big"],
  [{ sort: "seq" }, "/sort", "invalid_value"],
  [{ since: "yesterday" }, "/since", "invalid"],
  [{ actor: "' or true --" }, "/actor", "invalid_value"],
  [{ subject: "nobody" }, "/subject", "invalid_id"],
  [{ type: "nonsense" }, "/type", "invalid_value"],
  [{ hash: "x" }, "/hash", "unknown_field"],
  [{ query: { chain: 1 } }, "/query", "unknown_field"],
  [{ query: '{"chain":1}' }, "/query", "unknown_field"],
  [{ fields: "hash" }, "/fields", "unknown_field"],
])("refuses %j", async (wanted, pointer, code) => {
  await expect(page(wanted)).rejects.toMatchObject({
    code: "validation_failed",
    errors: expect.arrayContaining([expect.objectContaining({ pointer, code })]) as unknown,
  });
});

it("finds what a newer release has recorded by its type, by either list", async () => {
  const type = "user.of_tomorrow";
  const newer = anEvent({ type });
  await record(audit.deps, [newer]);
  expect(idsOf((await page({ type })).rows)).toEqual([newer.id]);
  expect(idsOf((await audit.call.audit.list({ type }, ADMIN)).data)).toEqual([newer.id]);
  await expect(audit.call.audit.list({ type: "nonsense" }, ADMIN)).rejects.toMatchObject({
    errors: [{ pointer: "/type", code: "invalid_value" }],
  });
  await entry(newer).delete();
});

it("is for administrators alone", async () => {
  const user = asUser({ id: anna });
  await expect(audit.call.audit.page({}, {})).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(audit.call.audit.page({}, user)).rejects.toMatchObject({ code: "forbidden" });
  await expect(audit.call.audit.page({})).rejects.toMatchObject({ code: "forbidden" });
});

describe("an entry that cannot be shown", () => {
  const lists = {
    "the list by cursors": async () => (await audit.call.audit.list({ limit: 100 }, ADMIN)).data,
    "the list by page numbers": async () => (await page({ page_size: 100 })).rows,
    "one's own activity": async () =>
      (await audit.call.audit.activity({ limit: 100 }, asUser({ id: anna }))).data,
  };

  it.each(Object.entries(lists))("hides no other in %s", async (_, list) => {
    const before = idsOf(await list());
    const odd = anEvent({ subject: anna });
    await record(audit.deps, [odd]);
    await entry(odd).update({ occurred_at: "infinity" });
    expect(idsOf(await list())).toEqual(before);
    await entry(odd).delete();
  });
});

it("counts up to a bound, and goes on by cursor behind the last number, the newest first", async () => {
  await audit.deps.db.raw(
    `insert into audit.entries
       (id, chain, seq, event_id, type, actor, occurred_at, recorded_at, data, prev_hash, hash)
     select gen_random_uuid(), 9, n, gen_random_uuid(), 'user.confirmed', 'operator',
       timestamptz '2027-01-01' + n * interval '1 second', now(), '{}', '', ''
     from generate_series(1, ?) n`,
    [NUMBERED_ROWS],
  );
  const last = await page({ page: 100, page_size: 100 });
  expect(last).toMatchObject({ total: NUMBERED_ROWS, total_pages: 100, more: true });
  const rest = await audit.call.audit.list({ cursor: last.next_cursor!, limit: 100 }, ADMIN);
  expect(idsOf(rest.data)).toEqual(events.map(({ id }) => id).toReversed());
  const oldest = await page({ page: 100, page_size: 100, sort: "occurred_at" });
  expect(oldest).toMatchObject({ more: true, next_cursor: null });
  expect(await page({ subject: anna })).toMatchObject({ total: 7, more: false });
});
