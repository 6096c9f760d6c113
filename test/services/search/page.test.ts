import service from "../../../services/search/service";
import { NUMBERED_ROWS } from "../../../shared/contracts";
import { generateTypeId } from "../../../shared/ids";
import { asUser } from "../../support/callers";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { plansOf, stepsOf } from "../../support/plans";
import { ADMIN, type ServiceOnBroker, serviceOnBroker } from "../../support/service-on-broker";
import { hear, indexAddresses, userEvent } from "./support";

let database: TestDatabase;
let search: ServiceOnBroker;
const addresses = Array.from(
  { length: 11 },
  (_, n) => `u${String(n).padStart(2, "0")}@example.com`,
);

beforeAll(async () => {
  database = await createTestDatabase();
  search = await serviceOnBroker(service, database);
  const ids = await indexAddresses(search.deps, addresses);
  await hear(
    search.deps,
    ids.slice(0, 3).map((id) => userEvent(id, "user.confirmed", 2)),
  );
  const [gone] = await indexAddresses(search.deps, ["gone@example.com"]);
  await hear(search.deps, [userEvent(gone!, "user.deleted", 2)]);
});
afterAll(async () => {
  await search.stop();
  await database.drop();
});

type Wanted = Parameters<ServiceOnBroker["call"]["search"]["page"]>[0];
const page = (wanted: object) => search.call.search.page(wanted as Wanted, ADMIN);

it("has every user once over its pages, in each order, and says which page it is of how many", async () => {
  for (const [sort, expected] of [
    ["email", addresses],
    ["-email", addresses.toReversed()],
  ] as const) {
    const found: string[] = [];
    for (const number of [1, 2, 3]) {
      const { rows, ...numbers } = await page({ page: number, page_size: 4, sort });
      found.push(...rows.map(({ email }) => email));
      expect(numbers).toEqual({
        ...{ page: number, page_size: 4, total: 11, total_pages: 3, more: false },
        next_cursor: null,
      });
    }
    expect(found).toEqual(expected);
  }
  const newest = (await page({ page_size: 100 })).rows.map(({ id }) => id);
  const oldest = (await page({ page_size: 100, sort: "created_at" })).rows.map(({ id }) => id);
  expect(newest).toEqual(oldest.toReversed());
});

it("keeps to the filter, and to what everyone may see of a user", async () => {
  const confirmed = await page({ confirmed: "true", sort: "email" });
  expect(confirmed.rows.map(({ email }) => email)).toEqual(addresses.slice(0, 3));
  expect(confirmed.total).toBe(3);
  expect((await page({ confirmed: "false" })).total).toBe(8);
  expect(Object.keys(confirmed.rows[0]!).sort()).toEqual([
    ...["confirmed_at", "created_at", "disabled_at", "email", "id", "role", "updated_at"],
  ]);
});

it("answers a page behind the last with none, and with how many there are", async () => {
  expect(await page({ page: 9 })).toMatchObject({ rows: [], page: 9, total: 11, total_pages: 1 });
});

it.each([
  [{ page: 0 }, "/page", "too_small"],
  [{ page: 1.5 }, "/page", "invalid_type"],
  [{ page: "one" }, "/page", "invalid_type"],
  [{ page: 501 }, "/page", "page_too_deep"],
  [{ page: 101, page_size: 100 }, "/page", "page_too_deep"],
  [{ page_size: 0 }, "/page_size", "too_small"],
  [{ page_size: 101 }, "/page_size", "too_big"],
  [{ sort: "search_text" }, "/sort", "invalid_value"],
  [{ sort: "email; drop table search.documents" }, "/sort", "invalid_value"],
  [{ sort: "constructor" }, "/sort", "invalid_value"],
  [{ confirmed: "maybe" }, "/confirmed", "invalid_value"],
  [{ role: "admin" }, "/role", "unknown_field"],
  [{ query: { email: "u01@example.com" } }, "/query", "unknown_field"],
  [{ query: '{"deleted":true}' }, "/query", "unknown_field"],
  [{ fields: ["search_text"] }, "/fields", "unknown_field"],
  [{ searchFields: "email", search: "u" }, "/searchFields", "unknown_field"],
  [{ populate: ["secrets"] }, "/populate", "unknown_field"],
  [{ limit: 1000, offset: 0 }, "/limit", "unknown_field"],
])("refuses %j", async (wanted, pointer, code) => {
  await expect(page(wanted)).rejects.toMatchObject({
    code: "validation_failed",
    errors: expect.arrayContaining([expect.objectContaining({ pointer, code })]) as unknown,
  });
});

it("is for administrators alone, whoever calls", async () => {
  const user = asUser({ id: generateTypeId("user") });
  await expect(search.call.search.page({}, {})).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(search.call.search.page({}, user)).rejects.toMatchObject({ code: "forbidden" });
  await expect(search.call.search.page({})).rejects.toMatchObject({ code: "forbidden" });
  // Any node may write what it likes into meta.
  const operator = { kind: "operator" };
  for (const meta of [{ scope: operator }, { principal: operator }]) {
    await expect(search.broker.call("search.page", {}, { meta })).rejects.toMatchObject({
      data: { code: "unauthenticated" },
    });
  }
});

describe("a document that cannot be shown", () => {
  const rows = () => search.deps.db.withSchema("search").table("documents");
  afterEach(async () => {
    await rows().where({ email: "odd@example.com" }).delete();
  });
  const lists = {
    "the list by cursors": async () =>
      (await search.call.search.users({ limit: 100 }, ADMIN)).data.map(({ email }) => email),
    "a search": async () =>
      (await search.call.search.users({ query: "example", limit: 100 }, ADMIN)).data.map(
        ({ email }) => email,
      ),
    "the list by page numbers": async () =>
      (await page({ page_size: 100 })).rows.map(({ email }) => email),
  };

  it.each(Object.entries(lists))("hides nobody else in %s", async (_, list) => {
    const [odd] = await indexAddresses(search.deps, ["odd@example.com"]);
    await rows().where({ id: odd }).update({ created_at: "infinity", updated_at: "-infinity" });
    expect((await list()).sort()).toEqual(addresses);
  });

  it.each(Object.entries(lists))(
    "is shown in %s when only its last change is missing",
    async (_, list) => {
      const [odd] = await indexAddresses(search.deps, ["odd@example.com"]);
      await rows().where({ id: odd }).update({ updated_at: null });
      expect((await list()).sort()).toEqual(["odd@example.com", ...addresses]);
    },
  );

  it("does not keep the next page away", async () => {
    const [odd] = await indexAddresses(search.deps, ["odd@example.com"]);
    await rows().where({ id: odd }).update({ created_at: "infinity" });
    const first = await search.call.search.users({ limit: 1, sort: "-created_at" }, ADMIN);
    expect(first.data).toEqual([]);
    const next = { limit: 100, sort: "-created_at", cursor: first.next_cursor! } as const;
    const { data } = await search.call.search.users(next, ADMIN);
    expect(data.map(({ email }) => email).sort()).toEqual(addresses);
  });
});

it("counts up to a bound, says that there are more, and goes on by cursor behind the last number", async () => {
  await search.deps.db.raw(
    `insert into search.documents
       (id, version, deleted, email, email_version, email_key, role, role_version, confirmed,
        confirmed_version, disabled_version, created_at, updated_at)
     select gen_random_uuid(), 1, false, 'm' || n, 1, 'm' || n, 'user', 1, false, 0, 0,
       timestamptz '2020-01-01' + n * interval '1 second', now()
     from generate_series(1, ?) n`,
    [NUMBERED_ROWS],
  );
  const last = await page({ page: 100, page_size: 100, sort: "-created_at" });
  expect(last).toMatchObject({ total: NUMBERED_ROWS, total_pages: 100, more: true });
  expect((await page({ page: 99, page_size: 100 })).next_cursor).toBeNull();
  const rest = await search.call.search.users(
    { sort: "-created_at", cursor: last.next_cursor! },
    ADMIN,
  );
  expect(rest.data).toHaveLength(11);
  const seen = new Set(last.rows.map(({ id }) => id));
  expect(rest.data.some(({ id }) => seen.has(id))).toBe(false);
  const byAddress = await page({ page: 100, page_size: 100, sort: "email" });
  const behind = await search.call.search.users(
    { sort: "email", cursor: byAddress.next_cursor! },
    ADMIN,
  );
  expect(behind.data.map(({ email }) => email)).toEqual(addresses);
});

it("reads and counts by an index, also deep down", async () => {
  await search.deps.db.raw("vacuum analyze search.documents");
  const { db } = search.deps;
  const plans = [
    ...(await plansOf(db, () => page({ page: 400, sort: "email" }))),
    ...(await plansOf(db, () => page({ page: 400, confirmed: "false" }))),
  ];
  expect(plans).toHaveLength(4);
  for (const plan of plans) {
    const steps = stepsOf(plan);
    expect(steps.map((step) => step["Node Type"])).not.toContain("Seq Scan");
    // What a page passes over is read in the order of the index; only its own rows may be sorted.
    const sorts = steps.filter((step) => step["Node Type"].includes("Sort"));
    for (const sort of sorts) {
      for (const below of sort.Plans ?? []) expect(below["Actual Rows"]).toBeLessThanOrEqual(20);
    }
  }
});
