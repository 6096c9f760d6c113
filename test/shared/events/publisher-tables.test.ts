import { publisherTables } from "../../../shared/events";
import { createTestDatabase, type TestDatabase } from "../../support/database";

const TABLES = ["outbox", "unpublished", "relay_leases", "erasures"];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const db = database.of("twin");
  await db.raw("create schema twin");
  await publisherTables.up(db, "twin");
});
afterAll(() => database.drop());

async function columnsOf(schema: string): Promise<string[]> {
  const { rows } = await database.of("twin").raw<{ rows: Record<string, unknown>[] }>(
    `select table_name, column_name, data_type, is_nullable, column_default
     from information_schema.columns where table_schema = ? and table_name = any(?)
     order by table_name, column_name`,
    [schema, TABLES],
  );
  return rows.map((row) => Object.values(row).join(" "));
}

async function indexesOf(schema: string): Promise<string[]> {
  const { rows } = await database
    .of("twin")
    .raw<{ rows: { indexdef: string }[] }>(
      "select indexdef from pg_indexes where schemaname = ? and tablename = any(?) order by indexname",
      [schema, TABLES],
    );
  return rows.map(({ indexdef }) => indexdef.replaceAll(`${schema}.`, ""));
}

describe("the tables of a new publisher", () => {
  it("have the columns that those of accounts have after all their migrations", async () => {
    expect(await columnsOf("twin")).toEqual(await columnsOf("accounts"));
  });

  it("have their indexes, but for the one by which accounts counts mails to an address", async () => {
    const ofAccounts = await indexesOf("accounts");
    const own = ofAccounts.filter((index) => index.includes("INDEX outbox_address "));
    expect(own).toHaveLength(1);
    expect(await indexesOf("twin")).toEqual(ofAccounts.filter((index) => !own.includes(index)));
  });
});
