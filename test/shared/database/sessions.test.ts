import { type Database, openPool, type Pool, transaction } from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;
let owner: Database;
const pools: Pool[] = [];

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  owner = database.of("owner");
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const pool of pools.splice(0)) await pool.close();
});
afterAll(() => database.drop());

function poolOfOne(user = database.settings.user): Pool {
  const settings = { ...database.settings, user };
  const pool = openPool({ settings, name: "sessions", poolSize: 1 });
  pools.push(pool);
  return pool;
}

async function roleIn(db: Pick<Database, "raw">): Promise<string | undefined> {
  const { rows } = await db.raw<{ rows: { role: string }[] }>("select current_user as role");
  return rows[0]?.role;
}

async function pidOf(db: Pick<Database, "raw">): Promise<number | undefined> {
  const { rows } = await db.raw<{ rows: { pid: number }[] }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}

/** Runs `work` with the name of a role that it may make, for a service `fleeting`. */
async function withRole(
  work: (role: string, make: () => Promise<void>, drop: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const role = `jumar_${database.settings.database}_fleeting`;
  const drop = async (): Promise<void> => {
    await owner.raw("drop schema if exists fleeting");
    await owner.raw("drop role if exists ??", [role]);
  };
  const make = async (): Promise<void> => {
    await owner.raw("create role ?? nologin", [role]);
    await owner.raw("create schema fleeting");
    await owner.raw("grant usage on schema fleeting to ??", [role]);
  };
  try {
    await work(role, make, drop);
  } finally {
    await drop();
  }
}

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

test("goes on as the user of DATABASE_URL when a role is taken from it", async () => {
  await withRole(async (role, make, drop) => {
    await make();
    const pool = poolOfOne();
    const login = await roleIn(pool.db);
    const [lone, within] = ["a", "b"].map((service) => pool.as({ service, roles: () => [role] }));
    expect(await roleIn(lone!)).toBe(role);
    await drop();
    expect(await transaction(within!, roleIn)).toBe(login);
    expect(await roleIn(lone!)).toBe(login);
  });
});

test("acts a minute later in a role that another process has made, over the same connection", async () => {
  await withRole(async (role, make) => {
    const pool = poolOfOne();
    const db = pool.as({ service: "fleeting", roles: () => [role] });
    const login = await roleIn(pool.db);
    const pid = await pidOf(pool.db);
    const clock = performance.now.bind(performance);
    const pass = (minutes: number): unknown =>
      jest.spyOn(performance, "now").mockImplementation(() => clock() + minutes * 60_000);
    expect(await roleIn(db)).toBe(login);
    pass(1);
    expect(await transaction(db, roleIn)).toBe(login);
    await make();
    expect(await roleIn(db)).toBe(login);
    pass(2);
    expect(await roleIn(db)).toBe(role);
    expect(await pidOf(pool.db)).toBe(pid);
  });
});

test("closes a connection whose session cannot begin", async () => {
  const login = `unbegun_${database.settings.database}`;
  const connected = async () => {
    const { rowCount } = await owner.raw<{ rowCount: number }>(
      "select 1 from pg_stat_activity where usename = ?",
      [login],
    );
    return rowCount;
  };
  await owner.raw("create role ?? login", [login]);
  await owner.raw("revoke execute on function pg_catalog.pg_backend_pid() from public");
  try {
    const { db } = poolOfOne(login);
    await expect(db.raw("select 1")).rejects.toMatchObject({ code: "42501" });
    await eventually(async () => (await connected()) === 0);
  } finally {
    await owner.raw("drop role ??", [login]);
  }
});
