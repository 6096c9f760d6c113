import { connect, poolUse } from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
});
afterAll(() => database.drop());

test("a pool tells how many of its connections are used and who waits, and never opens more", async () => {
  const pool = connect({ settings: database.settings, service: "test", poolSize: 2 });
  expect(poolUse(pool)).toEqual({ used: 0, idle: 0, waiting: 0, limit: 2 });
  const asked = [1, 2, 3].map((n) => pool.raw("select pg_sleep(0.3), ?::int4", [n]));
  const all = Promise.all(asked);
  await eventually(() => {
    const { used, waiting } = poolUse(pool);
    return used === 2 && waiting === 1;
  });
  await all;
  expect(poolUse(pool)).toEqual({ used: 0, idle: 2, waiting: 0, limit: 2 });
  await pool.destroy();
});
