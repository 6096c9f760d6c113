import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import {
  connect,
  type Database,
  leaveMark,
  mayRepeat,
  transaction,
} from "../../../shared/database";
import { generateUuidV7 } from "../../../shared/ids";
import {
  type CommitFault,
  type CommitProxy,
  startCommitProxy,
} from "../../support/commits/commit-proxy";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let database: TestDatabase;
let proxy: CommitProxy;
/** Through the proxy. */
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  await straight().raw("create table counters (name text primary key, value int4 not null)");
  await straight().raw("create table done (id uuid primary key, name text not null)");
  proxy = await startCommitProxy(database.settings);
});
beforeEach(() => {
  db = connect({ settings: proxy.settings, service: "test", poolSize: 10 });
});
afterEach(async () => {
  proxy.stopSpoiling();
  await db.destroy();
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

const straight = () => database.of("test");
const CUTS: CommitFault[] = ["cut before", "cut after", "cut between"];

async function counter(name: string): Promise<number> {
  const row = (await straight().from("counters").where({ name }).first("value")) as {
    value: number;
  };
  return row.value;
}

/** Counts; what it leaves says whether it did. Answers the number of the run that counted. */
async function count(name: string, leave: "a mark" | "nothing" = "a mark"): Promise<number> {
  let runs = 0;
  return await transaction(db, async (trx) => {
    runs += 1;
    const row = (await trx.from("counters").where({ name }).first("value")) as { value: number };
    await trx
      .from("counters")
      .where({ name })
      .update({ value: row.value + 1 });
    if (leave === "nothing") return runs;
    const id = generateUuidV7();
    await trx.table("done").insert({ id, name });
    leaveMark(trx, (probe) => probe.table("done").insert({ id, name: "once more" }));
    return runs;
  });
}

async function newCounter(name: string): Promise<string> {
  await straight().table("counters").insert({ name, value: 0 });
  return name;
}

it("counts sixty times when sixty at once count and 30 % of the COMMITs end in 40001", async () => {
  const name = await newCounter("sixty");
  proxy.spoil("40001", { share: 0.3 });
  const before = proxy.counts().spoiled;
  // All at one row: who loses twelve times is told to come again, and nothing of it happened.
  const countPatiently = async (): Promise<void> => {
    await count(name).catch(async (error: unknown) => {
      // On a busy machine the wait for a connection may be over first, which is no attempt either.
      expect(["overloaded", "unavailable"]).toContain((error as { code?: string }).code);
      await sleep(50);
      await countPatiently();
    });
  };
  await Promise.all(Array.from({ length: 60 }, countPatiently));
  expect(await counter(name)).toBe(60);
  expect(proxy.counts().spoiled - before).toBeGreaterThan(5);
});

it("rolls back for real where it answers 40001, by the simple and by the extended protocol", async () => {
  await newCounter("spoiled");
  for (const commit of ["COMMIT;", { text: "commit", name: "my-commit" }]) {
    const client = new Client({ ...proxy.settings, ssl: false });
    await client.connect();
    proxy.spoil("40001", { most: 1 });
    await client.query("begin");
    await client.query("update counters set value = 5 where name = $1", ["spoiled"]);
    await expect(client.query(commit)).rejects.toMatchObject({ code: "40001" });
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect(await counter("spoiled")).toBe(0);
    await client.query("begin");
    await client.query("update counters set value = 6 where name = $1", ["spoiled"]);
    await client.query(commit);
    expect(await counter("spoiled")).toBe(6);
    await straight().from("counters").where({ name: "spoiled" }).update({ value: 0 });
    await client.end();
  }
});

describe.each(CUTS)("a connection that is %s the server has committed", (fault) => {
  const happened = fault !== "cut before";

  it("is settled by the mark: done once, and answered with the run that did it", async () => {
    const name = await newCounter(`marked, ${fault}`);
    proxy.spoil(fault, { most: 1 });
    expect(await count(name)).toBe(happened ? 1 : 2);
    expect(await counter(name)).toBe(1);
    expect(await straight().from("done").where({ name }).select("name")).toHaveLength(1);
    expect(await straight().from("done").where({ name: "once more" }).select("name")).toEqual([]);
  });

  it("is unknown where nothing was left to find out by", async () => {
    const name = await newCounter(`unmarked, ${fault}`);
    proxy.spoil(fault, { most: 1 });
    await expect(count(name, "nothing")).rejects.toMatchObject({ code: "timeout", retryAfter: 1 });
    await sleep(400);
    expect(await counter(name)).toBe(happened ? 1 : 0);
  });

  it("is repeated where that does no harm", async () => {
    const id = generateUuidV7();
    let runs = 0;
    proxy.spoil(fault, { most: 1 });
    await transaction(db, async (trx) => {
      mayRepeat(trx);
      runs += 1;
      await trx.table("done").insert({ id, name: "repeated" }).onConflict("id").ignore();
    });
    // The second may lose against the first, which is still being committed.
    expect(runs).toBeGreaterThan(1);
    expect(await straight().from("done").where({ id }).select("name")).toHaveLength(1);
  });
});

it("loses and doubles nothing where every fifth COMMIT is cut, one way or another", async () => {
  for (const fault of CUTS) {
    const name = await newCounter(`often ${fault}`);
    proxy.spoil(fault, { share: 0.2 });
    for (let n = 0; n < 15; n += 1) await count(name);
    proxy.stopSpoiling();
    expect(await counter(name)).toBe(15);
  }
});

it("answers `timeout` within 3 s when the database stays away, and `unavailable` to what comes after", async () => {
  const name = await newCounter("away");
  const own = await startCommitProxy(database.settings);
  const pool = connect({ settings: own.settings, service: "test", poolSize: 2 });
  own.spoil("cut before");
  const began = Date.now();
  const lost = transaction(pool, async (trx) => {
    const id = generateUuidV7();
    await trx.table("done").insert({ id, name });
    leaveMark(trx, (probe) => probe.table("done").insert({ id, name }));
    void own.close();
  });
  await expect(lost).rejects.toMatchObject({ code: "timeout", retryAfter: 1 });
  expect(Date.now() - began).toBeLessThan(3_000);
  await expect(transaction(pool, (trx) => trx.raw("select 1"))).rejects.toMatchObject({
    code: "unavailable",
  });
  await pool.destroy();
});
