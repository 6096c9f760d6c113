import { connect, findFailure, poolUse, wordsOfOutage } from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
});
afterAll(() => database.drop());

test("a pool tells how many of its connections are used and who waits, and never opens more", async () => {
  const pool = connect({ settings: database.settings, service: "test", poolSize: 2 });
  try {
    expect(poolUse(pool)).toEqual({ used: 0, idle: 0, waiting: 0, limit: 2 });
    const asked = [1, 2, 3].map((n) => pool.raw("select pg_sleep(0.3), ?::int4", [n]));
    const all = Promise.all(asked);
    await eventually(() => {
      const { used, waiting } = poolUse(pool);
      return used === 2 && waiting === 1;
    });
    await all;
    expect(poolUse(pool)).toEqual({ used: 0, idle: 2, waiting: 0, limit: 2 });
  } finally {
    await pool.destroy();
  }
});

const BUSY = "has answered nobody while every connection of this process was at work";

test("a pool of which nobody got an answer is said to be at work, not the database to be away", async () => {
  const pool = connect({ settings: database.settings, service: "test", poolSize: 1 });
  try {
    expect(await findFailure(pool, 60_000)).toBeUndefined();
    const held = await pool.transaction();
    try {
      // Where this process had no processor for a tenth of a second, it may not yet stand in line.
      const { remedy } = await eventually(async () => {
        const words = wordsOfOutage(await findFailure(pool, 100));
        return words.state === BUSY && words;
      });
      expect(remedy).toBe("look at what they run, or raise DATABASE_POOL_SIZE");
    } finally {
      await held.rollback();
    }
    expect(await findFailure(pool, 60_000)).toBeUndefined();
  } finally {
    await pool.destroy();
  }
});
