import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { find, indexAddresses } from "./support";

let database: TestDatabase;
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "search");
  const names = ["alice", "bob", "carol", "dave", "erin"];
  const addresses = Array.from(
    { length: 500 },
    (_, n) => `${names[n % 5]!}.no${n}@host${n % 7}.example`,
  );
  await indexAddresses(deps, addresses);
  await deps.db.raw("analyze");
});
afterAll(() => database.drop());

interface Query {
  sql: string;
  bindings: unknown[];
}

/** The plans of the queries that a search makes, with a full scan only where nothing else is possible. */
async function plansOf(params: Parameters<typeof find>[1]): Promise<string[]> {
  const queries: Query[] = [];
  const listen = (query: Query) => queries.push(query);
  deps.db.on("query", listen);
  await find(deps, params);
  deps.db.removeListener("query", listen);
  const searches = queries.filter(({ sql }) => sql.startsWith("select") && sql.includes("search."));
  expect(searches.length).toBeGreaterThan(0);

  return await deps.transaction(async (trx) => {
    await trx.raw("set local enable_seqscan = off");
    const plans: string[] = [];
    for (const { sql, bindings } of searches) {
      const { rows } = await trx.raw<{ rows: Record<string, string>[] }>(
        `explain (analyze, timing off) ${sql.replaceAll(/\$\d+/g, "?")}`,
        bindings as string[],
      );
      plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    return plans;
  });
}

test.each([
  {},
  { sort: "email" },
  { sort: "created_at", confirmed: "true" },
  { sort: "-email", confirmed: "false" },
  { query: "al" },
  { query: "alice.no1" },
  { query: "host3", confirmed: "false" },
  { query: "lice" },
  { query: "aliec exmaple" },
  { query: "bbo@hsot3.example" },
] as Parameters<typeof find>[1][])("reads by an index for %j", async (params) => {
  for (const plan of await plansOf({ ...params, limit: 2 })) {
    expect(plan).toMatch(/Index/);
    expect(plan).not.toMatch(/Seq Scan/);
  }
  const { next_cursor: cursor } = await find(deps, { ...params, limit: 2 });
  if (cursor === null) return;
  for (const plan of await plansOf({ ...params, limit: 2, cursor })) {
    expect(plan).not.toMatch(/Seq Scan/);
  }
});

test.each(["lice", "aliec", "alic"])(
  "goes through few rows for %s, however many have such an address",
  async (query) => {
    const plans = await plansOf({ query, limit: 2 });
    const rows = plans.flatMap((plan) =>
      [...plan.matchAll(/actual rows=(\d+)/g)].map((match) => Number(match[1])),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(Math.max(...rows)).toBeLessThan(50);
  },
);
