import { loadRights } from "../../../services/load";
import {
  type Database,
  openPool,
  type Pool,
  roleOf,
  rolesOf,
  transaction,
  updateRoles,
} from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";

interface Seen {
  role: string;
  session: string;
}
const WHO = "select current_user as role, pg_backend_pid() as session";

let database: TestDatabase;
let pool: Pool;
let login: string;
const services = ["accounts", "audit", "search"];
const as = (service: string): Database => pool.as({ service, roles: rolesOf(service) });
const named = (service: string): string => roleOf(service, database.settings.database ?? "");

async function who(db: Pick<Database, "raw">): Promise<Seen> {
  const { rows } = await db.raw<{ rows: [Seen] }>(WHO);
  return rows[0];
}

/** How often a connection waits for an answer while `work` runs, over all connections of a pool. */
async function roundTrips(db: Database, work: () => Promise<unknown>): Promise<number> {
  const client = db.client as {
    acquireConnection(): Promise<{ connection: NodeJS.EventEmitter }>;
    releaseConnection(connection: unknown): Promise<void>;
  };
  const held = await client.acquireConnection();
  let answers = 0;
  held.connection.on("readyForQuery", () => (answers += 1));
  await client.releaseConnection(held);
  await work();
  return answers;
}

beforeAll(async () => {
  database = await createTestDatabase();
  await updateRoles(database.of("migrate"), loadRights());
});
afterAll(() => database.drop());

describe("services that share a pool of one connection", () => {
  beforeEach(async () => {
    pool = openPool({
      settings: database.settings,
      name: "shared",
      poolSize: 1,
    });
    login = (await who(pool.as({ service: "jumar" }))).role;
  });
  afterEach(() => pool.close());

  it("each act in their own role, alone and in a transaction, and leave nothing of it behind", async () => {
    const seen: Seen[] = [];
    for (const service of [...services, "accounts"]) {
      seen.push(await who(as(service)), await transaction(as(service), who));
    }
    const expected = [...services, "accounts"].flatMap((name) => [named(name), named(name)]);
    expect(seen.map(({ role }) => role)).toEqual(expected);
    expect(new Set(seen.map(({ session }) => session)).size).toBe(1);
    expect((await who(pool.as({ service: "jumar" }))).role).toBe(login);
  });

  it("have the rights of that role and no others, whoever was before them", async () => {
    const refused = { code: "42501" };
    await as("accounts").raw("select 1 from accounts.users");
    await expect(as("audit").raw("select 1 from accounts.users")).rejects.toMatchObject(refused);
    await expect(
      transaction(as("audit"), (trx) => trx.raw("select 1 from accounts.users")),
    ).rejects.toMatchObject(refused);
    await as("accounts").raw("select 1 from accounts.users");
    await expect(as("search").raw("select 1 from audit.entries")).rejects.toMatchObject(refused);
  });

  it("act so without a round trip more", async () => {
    const audit = as("audit");
    expect(await roundTrips(audit, () => who(audit))).toBe(1);
    expect(await roundTrips(audit, () => transaction(audit, who))).toBe(3);
  });

  it("may prepare statements, also those that fail at first", async () => {
    const accounts = as("accounts");
    const half = (n: number) =>
      accounts
        .raw<{ rows: unknown[] }>("select cast(10 as int4) / cast(? as int4) as n", [n])
        .options({ name: "half" });
    await expect(half(0)).rejects.toMatchObject({ code: "22012" });
    expect((await half(5)).rows).toEqual([{ n: 2 }]);
    const absent = () => accounts.raw("select 1 from accounts.absent").options({ name: "absent" });
    await expect(absent()).rejects.toMatchObject({ code: "42P01" });
    await expect(absent()).rejects.toMatchObject({ code: "42P01" });
    await transaction(accounts, (trx) =>
      trx.raw("select cast(? as int4)", [1]).options({ name: "in" }),
    );
    expect((await half(2)).rows).toEqual([{ n: 5 }]);
  });

  it("go on as the user of DATABASE_URL when a role is taken from it", async () => {
    const owner = database.of("owner");
    await owner.raw("create role jumar_fleeting nologin");
    await owner.raw("create schema fleeting");
    await owner.raw("grant usage on schema fleeting to jumar_fleeting");
    const fleeting = openPool({
      settings: database.settings,
      name: "fleeting",
      poolSize: 1,
    });
    const [lone, within] = ["a", "b"].map((service) =>
      fleeting.as({ service, roles: () => ["jumar_fleeting"] }),
    );
    expect((await who(lone!)).role).toBe("jumar_fleeting");
    await owner.raw("drop schema fleeting");
    await owner.raw("drop role jumar_fleeting");
    expect((await transaction(within!, who)).role).toBe(login);
    expect((await who(lone!)).role).toBe(login);
    await fleeting.close();
  });
});

test("a session is set by itself where it belongs to the connection", async () => {
  const db = database.of("settings");
  const shown = await Promise.all(
    ["statement_timeout", "idle_in_transaction_session_timeout", "timezone"].map(async (name) => {
      const { rows } = await db.raw<{ rows: Record<string, string>[] }>(`show ${name}`);
      return Object.values(rows[0] ?? {})[0];
    }),
  );
  expect(shown).toEqual(["10s", "30s", "UTC"]);
});
