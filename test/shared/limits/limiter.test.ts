import { createLimiter, limitTable, sweepLimits, type LimitRule } from "../../../shared/limits";
import { createTestDatabase, type TestDatabase } from "../../support/database";

const SCHEMA = "limits_test";
const AT_ONCE = 50;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  await database.of("one").raw(`create schema ${SCHEMA}`);
  await limitTable.up(database.of("one"), SCHEMA);
});
afterAll(() => database.drop());

/** The same limit as two processes have it. */
function limiters(rule: LimitRule) {
  return ["one", "other"].map((process) => createLimiter(database.of(process), SCHEMA, rule));
}

/** Lets time pass for every key. */
async function pass(seconds: number): Promise<void> {
  await database.of("one").raw(
    `update ${SCHEMA}.limits set next_at = next_at - ? * interval '1 second',
       window_ends_at = window_ends_at - ? * interval '1 second'`,
    [seconds, seconds],
  );
}

test("allows as many as there are points, however many come at once to however many processes", async () => {
  const both = limiters({ name: "plain", points: 7, seconds: 60 });
  const tried = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) => both[n % 2]!.consume("somebody")),
  );
  expect(tried.filter(({ allowed }) => allowed)).toHaveLength(7);
  for (const { allowed, retryAfter, reset, remaining } of tried) {
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThan(70);
    if (!allowed)
      expect({ remaining, late: retryAfter > 50 }).toEqual({ remaining: 0, late: true });
  }
});

test("keeps the counts of different keys and limits apart", async () => {
  const [limiter] = limiters({ name: "keys", points: 1, seconds: 60 });
  const [other] = limiters({ name: "keys2", points: 1, seconds: 60 });
  expect((await limiter!.consume("a")).allowed).toBe(true);
  expect((await limiter!.consume("a")).allowed).toBe(false);
  expect((await limiter!.consume("b")).allowed).toBe(true);
  expect((await other!.consume("a")).allowed).toBe(true);
});

test("begins anew when the window is over, and when it is cleared", async () => {
  const [limiter] = limiters({ name: "window", points: 2, seconds: 60 });
  await limiter!.consume("a");
  await limiter!.consume("a");
  expect((await limiter!.consume("a")).allowed).toBe(false);
  await pass(61);
  expect(await limiter!.consume("a")).toMatchObject({ allowed: true, remaining: 1 });
  await limiter!.consume("a");
  await limiter!.clear("a");
  expect((await limiter!.consume("a")).allowed).toBe(true);
});

test("pauses for twice as long after each try beyond the free ones, and a refused one costs nothing", async () => {
  const both = limiters({ name: "pause", points: 20, seconds: 900, free: 5 });
  const [limiter] = both;
  const first = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) => both[n % 2]!.consume("a")),
  );
  expect(first.filter(({ allowed }) => allowed)).toHaveLength(5);
  for (const pause of [1, 2, 4, 8, 16]) {
    const refused = await limiter!.consume("a");
    expect(refused.allowed).toBe(false);
    expect(refused.retryAfter).toBeGreaterThan(pause - 1);
    expect(refused.retryAfter).toBeLessThan(pause + 0.5);
    await pass(pause);
    const again = await Promise.all(Array.from({ length: 10 }, () => limiter!.consume("a")));
    expect(again.filter(({ allowed }) => allowed)).toHaveLength(1);
  }
});

test("forgets what is over", async () => {
  const db = database.of("one");
  await pass(2_000);
  const [limiter] = limiters({ name: "kept", points: 1, seconds: 60 });
  await limiter!.consume("a");
  await sweepLimits(db, SCHEMA);
  const rows = await db.withSchema(SCHEMA).table("limits").select<{ key: string }[]>("key");
  expect(rows).toEqual([{ key: "kept:a" }]);
});
