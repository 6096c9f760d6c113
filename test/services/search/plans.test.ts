import type { Deps } from "../../../shared/service";
import { fillUsers } from "../../bench/scale/fill-users";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { pagesRead, plansOf } from "../../support/plans";
import { find } from "./support";

const USERS = 6_000;
/** In pages; the documents alone take twice as many. */
const FEW = 60;

let database: TestDatabase;
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "search");
  const names = ["alice", "bob", "carol", "dave", "erin"];
  const addresses = Array.from(
    { length: USERS },
    (_, n) => `${names[n % 5]!}.no${n}@host${n % 7}.example`,
  );
  const db = database.of("test");
  await fillUsers(db, addresses);
  await db.raw("update search.documents set confirmed = true where email like 'bob%'");
  await db.raw("vacuum analyze search.documents");
});
afterAll(() => database.drop());

type Params = Parameters<typeof find>[1];

test.each([
  {},
  { sort: "email" },
  { sort: "created_at", confirmed: "true" },
  { sort: "-email", confirmed: "false" },
  { query: "al" },
  { query: "alice.no1" },
  { query: "host3", confirmed: "false" },
  { query: "lice" },
  { query: "aliec" },
  { query: "alic" },
  { query: "aliec exmaple" },
  { query: "bbo@hsot3.example" },
] as Params[])("reads few pages for %j, however many have such an address", async (params) => {
  const mostOf = async (page: Params): Promise<number> => {
    const plans = await plansOf(deps.db, () => find(deps, page), "search.");
    return Math.max(...plans.map(pagesRead));
  };
  const page = { ...params, limit: 2 };
  const { next_cursor: cursor } = await find(deps, page);
  const most = [
    await mostOf(page),
    ...(cursor === null ? [] : [await mostOf({ ...page, cursor })]),
  ];
  expect(Math.max(...most)).toBeLessThan(FEW);
});
