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
import { eventually } from "../../support/eventually";

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

  it("may prepare statements of which a value could not be sent", async () => {
    const accounts = as("accounts");
    const sent = (value: object) =>
      accounts
        .raw<{ rows: unknown[] }>("select cast(? as jsonb) as value", [value as never])
        .options({ name: "sent" });
    for (const n of [1, 2]) {
      await expect(sent({ n: 1n })).rejects.toThrow(/BigInt/);
      expect((await sent({ n })).rows).toEqual([{ value: { n } }]);
    }
    expect((await who(accounts)).role).toBe(named("accounts"));
  });

  it("get another connection for one that was closed, at rest or at work", async () => {
    const accounts = as("accounts");
    const owner = database.of("owner");
    const first = (await who(accounts)).session;
    await owner.raw("select pg_terminate_backend(?)", [first]);
    const second = await eventually(async () => (await who(accounts)).session);
    expect(second).not.toBe(first);
    const lost = expect(accounts.raw("select pg_sleep(9)")).rejects.toMatchObject({
      code: "57P01",
    });
    await eventually(async () => {
      const { rowCount } = await owner.raw<{ rowCount: number }>(
        "select 1 from pg_stat_activity where pid = ? and wait_event = 'PgSleep'",
        [second],
      );
      return rowCount === 1;
    });
    await owner.raw("select pg_terminate_backend(?)", [second]);
    await lost;
    expect(await eventually(async () => (await who(accounts)).role)).toBe(named("accounts"));
  });
});
