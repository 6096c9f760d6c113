import { connect, isUnreachable, transaction } from "../../../shared/database";
import { createLimiter, type LimitRule, limitTable, sweepLimits } from "../../../shared/limits";
import { createTestDatabase, type TestDatabase } from "../../support/database";

const SCHEMA = "limits_test";
const AT_ONCE = 50;

const PAUSES = { free: 5, first: 1, longest: 900, remembered: 14_400 };

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
       window_ends_at = window_ends_at - ? * interval '1 second',
       forgotten_at = forgotten_at - ? * interval '1 second'`,
    [seconds, seconds, seconds],
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
  const both = limiters({ name: "pause", points: 20, seconds: 900, pauses: PAUSES });
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

test("goes on doubling although windows end, up to the longest pause, and forgets after a long silence", async () => {
  const rule = { name: "streak", points: 20, seconds: 900, pauses: PAUSES };
  const [limiter] = limiters(rule);
  for (let n = 0; n < 5; n += 1) await limiter!.consume("a");
  const pauses: number[] = [];
  for (let n = 0; n < 12; n += 1) {
    const { allowed, retryAfter } = await limiter!.consume("a");
    expect(allowed).toBe(false);
    pauses.push(Math.ceil(retryAfter));
    await pass(retryAfter);
    expect((await limiter!.consume("a")).allowed).toBe(true);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  await pass(14_400);
  for (let n = 0; n < 5; n += 1) expect((await limiter!.consume("a")).allowed).toBe(true);
  expect(Math.ceil((await limiter!.consume("a")).retryAfter)).toBe(1);
});

test("takes a try back as if it had not been", async () => {
  const rule = { name: "back", points: 7, seconds: 60, pauses: PAUSES };
  const [limiter, other] = limiters(rule);
  for (let n = 0; n < 4; n += 1) await limiter!.consume("a");
  const fifth = await limiter!.consume("a");
  expect((await limiter!.consume("a")).allowed).toBe(false);
  await other!.giveBack(fifth);
  expect(await limiter!.consume("a")).toMatchObject({ allowed: true, remaining: 2 });
  expect((await limiter!.consume("a")).allowed).toBe(false);
});

test("ends the pauses on request, but not the count of the window", async () => {
  const rule = { name: "right", points: 7, seconds: 60, pauses: PAUSES };
  const [limiter] = limiters(rule);
  for (let n = 0; n < 4; n += 1) await limiter!.consume("a");
  await limiter!.giveBack(await limiter!.consume("a"), { endPauses: true });
  for (const remaining of [2, 1, 0])
    expect(await limiter!.consume("a")).toMatchObject({ allowed: true, remaining });
  const refused = await limiter!.consume("a");
  expect(refused).toMatchObject({ allowed: false, remaining: 0 });
  expect(refused.retryAfter).toBeGreaterThan(50);
});

test("gives nothing back into a window that began later", async () => {
  const [limiter] = limiters({ name: "late", points: 2, seconds: 60 });
  const early = await limiter!.consume("a");
  await pass(61);
  await limiter!.consume("a");
  await limiter!.giveBack(early);
  expect((await limiter!.consume("a")).allowed).toBe(true);
  expect((await limiter!.consume("a")).allowed).toBe(false);
});

test("counts in a transaction if that commits", async () => {
  const [limiter] = limiters({ name: "trx", points: 1, seconds: 60 });
  const db = database.of("one");
  const given = transaction(db, async (trx) => {
    expect((await limiter!.consume("a", trx)).allowed).toBe(true);
    throw new Error("thought better of it");
  });
  await expect(given).rejects.toThrow("thought better of it");
  expect((await transaction(db, (trx) => limiter!.consume("a", trx))).allowed).toBe(true);
  expect((await limiter!.consume("a")).allowed).toBe(false);
});

test("lets nothing through when its database is away", async () => {
  const settings = { host: "127.0.0.1", port: 1, user: "nobody", database: "nowhere" };
  const away = connect({ settings, service: "away", poolSize: 1 });
  const limiter = createLimiter(away, SCHEMA, { name: "away", points: 1, seconds: 60 });
  expect(isUnreachable(await limiter.consume("a").catch((error: unknown) => error))).toBe(true);
  await away.destroy();
});

test("forgets what is over", async () => {
  const db = database.of("one");
  await pass(20_000);
  const [limiter] = limiters({ name: "kept", points: 1, seconds: 60 });
  await limiter!.consume("a");
  expect(await sweepLimits(db, SCHEMA)).toBe(false);
  const rows = await db.withSchema(SCHEMA).table("limits").select<{ key: string }[]>("key");
  expect(rows).toEqual([{ key: "kept:a" }]);
});

test("says when there is more to forget than goes at once", async () => {
  const db = database.of("one");
  await db.raw(
    `insert into ${SCHEMA}.limits (key, used, streak, next_at, window_ends_at, forgotten_at)
     select 'old:' || n, 1, 1, now(), now(), now() - interval '1 second'
     from generate_series(1, 5001) n`,
  );
  expect(await sweepLimits(db, SCHEMA)).toBe(true);
  expect(await sweepLimits(db, SCHEMA)).toBe(false);
});
