import { setTimeout as sleep } from "node:timers/promises";
import { connect, statement, transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  await database
    .of("test")
    .raw("create table counters (name text primary key, value int4 not null)");
});
afterAll(() => database.drop());

const db = () => database.of("test");

async function counter(name: string): Promise<number> {
  const row = (await db().from("counters").where({ name }).first("value")) as { value: number };
  return row.value;
}

async function increment(name: string): Promise<void> {
  await transaction(db(), async (trx) => {
    const row = (await trx.from("counters").where({ name }).first("value")) as { value: number };
    await sleep(1);
    await trx
      .from("counters")
      .where({ name })
      .update({ value: row.value + 1 });
  });
}

test("counts exactly while two race for the same row, thirty times each", async () => {
  await db().table("counters").insert({ name: "raced", value: 0 });
  const thirty = async () => {
    for (let n = 0; n < 30; n += 1) await increment("raced");
  };
  await Promise.all([thirty(), thirty()]);
  expect(await counter("raced")).toBe(60);
});

test("never lets two both see that there is room for one", async () => {
  const reserve = async (name: string) =>
    await transaction(db(), async (trx) => {
      const taken = await trx.from("counters").where("name", "like", "seat-%").select("name");
      if (taken.length > 0) return false;
      await sleep(5);
      await trx.table("counters").insert({ name, value: 1 });
      return true;
    });
  const answers = await Promise.all(["seat-a", "seat-b", "seat-c"].map(reserve));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test("runs the whole function again after 40001, also when COMMIT raises it", async () => {
  await db().raw(`create function fail_twice() returns trigger language plpgsql as $$
    begin
      if nextval('failures') <= 2 then raise exception 'try again' using errcode = '40001'; end if;
      return new;
    end $$`);
  await db().raw("create sequence failures");
  await db().raw("create table fragile (value int4)");
  await db().raw(`create constraint trigger at_commit after insert on fragile
    deferrable initially deferred for each row execute function fail_twice()`);
  let runs = 0;
  const answer = await transaction(db(), async (trx) => {
    runs += 1;
    await trx.table("fragile").insert({ value: runs });
    return runs;
  });
  expect(answer).toBe(3);
  expect(await db().from("fragile").select("value")).toEqual([{ value: 3 }]);
});

test("gives up as overloaded when it loses again and again", async () => {
  let runs = 0;
  const losing = transaction(db(), async () => {
    runs += 1;
    throw Object.assign(new Error("restart transaction"), { code: "40001" });
  });
  await expect(losing).rejects.toMatchObject({ code: "overloaded", retryAfter: 1 });
  expect(runs).toBe(12);
});

test("passes on what the function throws, with nothing done and nothing tried again", async () => {
  let runs = 0;
  const failing = transaction(db(), async (trx) => {
    runs += 1;
    await trx.table("counters").insert({ name: "failed", value: 1 });
    throw new AppError("forbidden");
  });
  await expect(failing).rejects.toMatchObject({ code: "forbidden" });
  expect(runs).toBe(1);
  expect(await db().from("counters").where({ name: "failed" }).select("name")).toEqual([]);
});

test("says unavailable, soon, when nobody is there", async () => {
  const nobody = connect({
    settings: { host: "127.0.0.1", port: 1, user: "jumar", database: "jumar" },
    service: "test",
    poolSize: 2,
  });
  const began = Date.now();
  const nothing = transaction(nobody, (trx) => trx.raw("select 1"));
  await expect(nothing).rejects.toMatchObject({ code: "unavailable", status: 503, retryAfter: 1 });
  expect(Date.now() - began).toBeLessThan(3_000);
  await nobody.destroy();
});

test("says unavailable when the database goes away before the end, and works again after", async () => {
  const cut = transaction(db(), async (trx) => {
    const { rows } = await trx.raw<{ rows: { pid: number }[] }>("select pg_backend_pid() as pid");
    await database.of("other").raw("select pg_terminate_backend(?)", [rows[0]!.pid]);
    await sleep(20);
    await trx.table("counters").insert({ name: "cut", value: 1 });
  });
  await expect(cut).rejects.toMatchObject({ code: "unavailable" });
  expect(
    await transaction(db(), (trx) => trx.from("counters").where({ name: "cut" }).select("name")),
  ).toEqual([]);
});

test("has a lone statement wait for who is at its row, where a transaction loses", async () => {
  await db().table("counters").insert({ name: "busy", value: 0 });
  const other = await db().transaction(undefined, { isolationLevel: "read committed" });
  await other.from("counters").where({ name: "busy" }).increment("value", 1);
  const lone = statement(db(), () =>
    db().raw<{ rows: unknown[] }>(
      "update counters set value = value + 1 where name = 'busy' returning value",
    ),
  );
  await eventually(async () => {
    const { rows } = await database
      .of("other")
      .raw<{ rows: unknown[] }>(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
    return rows.length > 0;
  });
  await other.commit();
  expect((await lone).rows).toEqual([{ value: 2 }]);
});

test("says of a lone statement that the database is away, or that others always won", async () => {
  const losing = statement(db(), () =>
    Promise.reject(Object.assign(new Error("restart transaction"), { code: "40001" })),
  );
  await expect(losing).rejects.toMatchObject({ code: "overloaded", retryAfter: 1 });
  const wrong = statement(db(), () => db().raw("select 1 / 0"));
  await expect(wrong).rejects.toMatchObject({ code: "22012" });
  const cut = database.of("cut");
  const gone = statement(cut, () => cut.raw("select pg_terminate_backend(pg_backend_pid())"));
  await expect(gone).rejects.toMatchObject({ code: "unavailable", retryAfter: 1 });
});

test("runs lone statements at read committed", async () => {
  const { rows } = await db().raw<{ rows: unknown[] }>("show transaction_isolation");
  expect(rows).toEqual([{ transaction_isolation: "read committed" }]);
});

test("runs serializable, in UTC, with bounded statements", async () => {
  const rows = await transaction(db(), async (trx) => {
    const settings = [];
    for (const name of ["transaction_isolation", "timezone", "statement_timeout"]) {
      const { rows: shown } = await trx.raw<{ rows: Record<string, string>[] }>(`show ${name}`);
      settings.push(Object.values(shown[0]!)[0]);
    }
    return settings;
  });
  expect(rows).toEqual(["serializable", "UTC", "10s"]);
});
