import { addIndex, type Database } from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  db = database.of("test");
  await db.raw("create table public.things (id int4, kind text)");
  await db.raw("insert into public.things select n, 'same' from generate_series(1, 100) n");
});
afterEach(() => database.drop());

const KIND = { schema: "public", table: "things", index: "things_kind", on: "(kind)" };

async function indexes(): Promise<unknown[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select c.relname as name, i.indisvalid as valid, i.indisunique as unique
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = 'public.things'::regclass`,
  );
  return rows;
}

const whole = [{ name: "things_kind", valid: true, unique: false }];

it("adds an index, and finds it there the next time", async () => {
  await addIndex(db, KIND);
  await addIndex(db, KIND);
  expect(await indexes()).toEqual(whole);
});

it("builds anew what a build that was cut off has left broken", async () => {
  const broken = db.raw("create unique index concurrently things_kind on public.things (kind)");
  await expect(broken).rejects.toMatchObject({ code: "23505" });
  expect(await indexes()).toEqual([{ name: "things_kind", valid: false, unique: true }]);
  await addIndex(db, KIND);
  expect(await indexes()).toEqual(whole);
});

it("leaves nothing of an index that cannot be", async () => {
  await expect(addIndex(db, { ...KIND, unique: true })).rejects.toMatchObject({ code: "23505" });
  expect(await indexes()).toEqual([]);
});

it("waits for a build that goes on without the process that began it, and keeps what it makes", async () => {
  const writer = await db.transaction(undefined, { isolationLevel: "read committed" });
  await writer.raw("insert into public.things values (0, 'open')");
  const orphan = database
    .of("orphan")
    .raw("create index concurrently things_kind on public.things (kind)")
    .then(() => "built");
  await eventually(async () => (await indexes()).length === 1);
  const { rows } = await db.raw<{ rows: { oid: number }[] }>(
    "select 'public.things_kind'::regclass::oid as oid",
  );
  const added = addIndex(db, KIND);
  await writer.commit();
  expect(await orphan).toBe("built");
  await added;
  expect(await indexes()).toEqual(whole);
  const { rows: after } = await db.raw<{ rows: { oid: number }[] }>(
    "select 'public.things_kind'::regclass::oid as oid",
  );
  expect(after).toEqual(rows);
});
