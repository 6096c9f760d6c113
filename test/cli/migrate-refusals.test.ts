import { createTestDatabase, type TestDatabase } from "../support/database";
import { cleanUp, jumar, urlOf } from "./support";

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
});
afterEach(async () => {
  await cleanUp();
  await database.drop();
});

/** The one line with which a command ends, with code 1 and no stack. */
async function refusal(args: string[], settings = database.settings): Promise<string> {
  const { code, stderr } = await jumar(args, { DATABASE_URL: urlOf(settings) });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^jumar: [^\n]+\n$/);
  return stderr;
}

async function schemas(): Promise<string[]> {
  const { rows } = await database.of("test").raw<{ rows: { name: string }[] }>(
    `select nspname as name from pg_namespace
     where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe("jumar migrate changes nothing and says in a line what to do with a database", () => {
  it("in which another program has a schema of a service's name", async () => {
    const db = database.of("test");
    await db.raw("create schema search");
    await db.raw("create table search.engines (id int4)");
    for (const args of [["migrate"], ["migrate", "--plan"], ["rollback", "0"], ["start"]]) {
      const said = await refusal(args);
      expect(said).toContain("the schema search of the database is another program's");
      expect(said).toContain("it holds engines");
      expect(said).toContain("give Jumar a database of its own in DATABASE_URL");
    }
    expect(await schemas()).toEqual(["public", "search"]);
  });

  it.each([
    ["that keeps its migrations otherwise", "id int4, version text", "no names"],
    ["with migrations of other names", "name text", "its migrations are 2024_add_users"],
    ["with migrations of such names", "name text default '0001-customers'", "0001-customers"],
  ])("in which another program has one %s", async (_, columns, words) => {
    const db = database.of("test");
    await db.raw("create schema accounts");
    await db.raw(`create table accounts.migrations (${columns}, at timestamptz default now())`);
    if (words.includes("2024")) {
      await db.raw("insert into accounts.migrations (name) values ('2024_add_users')");
    } else {
      await db.raw("insert into accounts.migrations (at) values (now())");
    }
    expect(await refusal(["migrate"])).toContain(words);
    expect(await schemas()).toEqual(["accounts", "public"]);
  });

  it("that only reads", async () => {
    const name = database.settings.database ?? "";
    await database
      .of("test")
      .raw("alter database ?? set default_transaction_read_only = on", [name]);
    expect(await refusal(["migrate"])).toContain(
      "the database only reads (a replica, or default_transaction_read_only); lead DATABASE_URL",
    );
    expect(await schemas()).toEqual(["public"]);
  });

  it("that has no connection left, not even for the work itself", async () => {
    const db = database.of("test");
    const user = `few_${process.pid}`;
    await db.raw("create role ?? login connection limit 1", [user]);
    await db.raw("grant create on database ?? to ??", [database.settings.database ?? "", user]);
    const said = await refusal(["migrate"], { ...database.settings, user });
    expect(said).toContain(
      "the database has no connection left; raise the database's `max_connections`",
    );
    const { rows } = await db.raw<{ rows: unknown[] }>(
      "select 1 from pg_tables where schemaname = 'accounts'",
    );
    expect(rows).toEqual([]);
    await db.raw("drop owned by ?? cascade", [user]);
    await db.raw("drop role ??", [user]);
  });
});

it("jumar migrate goes on where an index was left half built", async () => {
  const env = { DATABASE_URL: urlOf(database.settings) };
  const db = database.of("test");
  expect((await jumar(["migrate"], env)).code).toBe(0);
  expect((await jumar(["rollback", "accounts/11"], env)).code).toBe(0);
  await db.raw("create index sessions_idle on accounts.sessions (idle_until)");
  await db.raw(
    "update pg_index set indisvalid = false where indexrelid = 'accounts.sessions_idle'::regclass",
  );
  expect((await jumar(["migrate"], env)).code).toBe(0);
  const { rows } = await db.raw<{ rows: unknown[] }>("select 1 from pg_index where not indisvalid");
  expect(rows).toEqual([]);
});
