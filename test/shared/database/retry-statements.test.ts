import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  await database.of("test").raw("create table things (id int primary key, n int)");
  await database.of("test").raw("insert into things values (1, 0), (2, 0)");
});
afterEach(async () => {
  await database.drop();
});

/**
 * A dangerous structure (PostgreSQL's manual, 13.2.3) in which what reads last has to give way: it
 * sees the second change but not the first, which was made without knowing the second.
 */
async function amongTransactions<T>(read: () => Promise<T>): Promise<T> {
  const db = database.of("test");
  const first = await db.transaction(undefined, { isolationLevel: "serializable" });
  await first.raw("select n from things where id = 1");
  await db.raw("update things set n = n + 1 where id = 1");
  await first.raw("update things set n = n + 1 where id = 2");
  const reading = read();
  reading.catch(() => undefined);
  await eventually(async () => {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      "select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep(0.3)%' and pid <> pg_backend_pid()",
    );
    return rows.length > 0;
  });
  await first.commit();
  return await reading;
}

const READ = "select pg_sleep(0.3), (select n from things where id = 2) as n";

it("runs a lone statement again that lost against a transaction", async () => {
  const { rows } = await amongTransactions(async () =>
    database.of("test").raw<{ rows: { n: number }[] }>(READ),
  );
  expect(rows[0]?.n).toBe(1);
});

it("lets a statement of a transaction fail, which has to run again as a whole", async () => {
  const lost = amongTransactions(() =>
    database.of("test").transaction((trx) => trx.raw(READ), { isolationLevel: "serializable" }),
  );
  await expect(lost).rejects.toMatchObject({ code: "40001" });
});
