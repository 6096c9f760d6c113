import { countRows, transaction } from "../../../shared/database";
import { estimateOf } from "../../../shared/database/count-rows";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  const db = database.of("counting");
  await db.raw("create table numbers (number int4 primary key)");
  await db.raw("insert into numbers select * from generate_series(1, 5000)");
  await db.raw("analyze numbers");
});
afterAll(() => database.drop());

const count = (from: number, exactUpTo: number) =>
  transaction(database.of("counting"), (trx) => {
    const query = { sql: "select 1 from numbers where number > ?", bindings: [from] };
    return countRows(trx, query, exactUpTo);
  });

test("counts up to a bound, and estimates what is beyond it", async () => {
  expect(await count(4_000, 1_000)).toEqual({ count: 1_000, isEstimate: false });
  const many = await count(1_000, 1_000);
  expect(many.isEstimate).toBe(true);
  expect(many.count).toBeGreaterThan(3_500);
  expect(many.count).toBeLessThan(4_500);
});

test("reads no more rows than the bound", async () => {
  const sent: string[] = [];
  const db = database.of("counting");
  const listen = ({ sql }: { sql: string }) => sent.push(sql);
  db.on("query", listen);
  await count(0, 10);
  db.removeListener("query", listen);
  expect(sent).toContainEqual(expect.stringContaining("limit 11"));
  expect(sent).toContainEqual(expect.stringMatching(/^explain select/));
});

test.each([
  ["Index Only Scan using numbers_pkey  (cost=0.28..109.79 rows=3829 width=4)", 3_829],
  ["distribution: local\n• scan\n  estimated row count: 1,234,567 (12% of the table)", 1_234_567],
  ["nothing of the kind", 0],
])("reads the estimate of a plan as each engine writes it", (plan, rows) => {
  expect(estimateOf(plan)).toBe(rows);
});
