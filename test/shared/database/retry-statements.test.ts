import { createTestDatabase, type TestDatabase } from "../../support/database";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  const db = database.of("test");
  await db.raw("create table things (id int primary key)");
  // A sequence takes nothing back, whatever is undone.
  await db.raw("create sequence failures");
  await db.raw(`create function fail_twice() returns trigger language plpgsql as $$
    begin
      if nextval('failures') <= 2 then raise exception 'try again' using errcode = '40P01'; end if;
      return new;
    end $$`);
  await db.raw(`create trigger at_insert before insert on things
    for each row execute function fail_twice()`);
});
afterEach(async () => {
  await database.drop();
});

const INSERT = "insert into things values (1) returning id";

it("runs a lone statement again that lost against a transaction", async () => {
  const { rows } = await database.of("test").raw<{ rows: unknown[] }>(INSERT);
  expect(rows).toEqual([{ id: 1 }]);
});

it("lets a statement of a transaction fail, which has to run again as a whole", async () => {
  const lost = database.of("test").transaction((trx) => trx.raw(INSERT));
  await expect(lost).rejects.toMatchObject({ code: "40P01" });
});
