import { loadMigrations, loadRights } from "../../../services/load";
import {
  connect,
  type ConnectionSettings,
  type Database,
  migrate,
  openPool,
  roleOf,
  rolesOf,
  updateRoles,
} from "../../../shared/database";
import { asServer } from "../../support/as-server";
import { createTestDatabase, type TestDatabase } from "../../support/database";

const NOT_ALLOWED = { code: "42501" };

let database: TestDatabase;
const pools: Database[] = [];

async function drop(): Promise<void> {
  try {
    await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
  } finally {
    await database.drop();
  }
}

function as(service: string, settings: ConnectionSettings = database.settings): Database {
  const pool = connect({ settings, service, poolSize: 2, roles: rolesOf(service) });
  pools.push(pool);
  return pool;
}

const named = (service: string): string => roleOf(service, database.settings.database ?? "");

describe("a service's database role", () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    await updateRoles(database.of("migrate"), loadRights());
  });
  afterAll(drop);

  it("is what its connections act in", async () => {
    const { rows } = await as("web-gateway").raw<{ rows: unknown[] }>(
      "select current_user as role, session_user <> current_user as other",
    );
    expect(rows).toEqual([{ role: named("web-gateway"), other: true }]);
  });

  it.each([
    "update audit.entries set actor = 'someone else'",
    "delete from audit.entries",
    "truncate audit.entries",
    "delete from audit.chains",
    "update audit.origins set person = null",
    "drop table audit.entries",
    "alter table audit.entries add column x int4",
    "select * from accounts.users",
  ])("keeps audit from: %s", async (statement) => {
    await expect(as("audit").raw(statement)).rejects.toMatchObject(NOT_ALLOWED);
  });

  it.each([
    ["web-gateway", "select * from accounts.tokens"],
    ["web-gateway", "update accounts.users set role = 'admin'"],
    ["web-gateway", "delete from accounts.sessions"],
    ["search", "select 1 from accounts.users"],
    ["notifier", "select 1 from audit.entries"],
    ["accounts", "insert into audit.chains values (9, 0, '')"],
    ["accounts", "delete from accounts.migrations"],
    ["accounts", "insert into accounts.migrations (name) values ('9999-mine')"],
  ])("keeps %s from: %s", async (service, statement) => {
    await expect(as(service).raw(statement)).rejects.toMatchObject(NOT_ALLOWED);
  });

  it("lets each see whether the database is migrated", async () => {
    for (const { service } of loadMigrations()) {
      await as(service).raw("select name from accounts.migrations");
    }
  });
});

describe("the roles' rights", () => {
  beforeEach(async () => {
    database = await createTestDatabase();
    await updateRoles(database.of("migrate"), loadRights());
  });
  afterEach(drop);

  it("are brought back when somebody changed them, and only then", async () => {
    const db = database.of("migrate");
    expect(await updateRoles(db, loadRights())).toEqual({ created: [], granted: 0, revoked: 0 });
    await db.raw("grant update, delete on audit.entries to ??", [named("audit")]);
    await db.raw("revoke insert on audit.entries from ??", [named("audit")]);
    expect(await updateRoles(db, loadRights())).toEqual({ created: [], granted: 1, revoked: 2 });
    await expect(as("audit").raw("delete from audit.entries")).rejects.toMatchObject(NOT_ALLOWED);
  });

  it("hold at once, also for connections that there were before the roles", async () => {
    const fresh = await createTestDatabase();
    const pool = openPool({ settings: fresh.settings, name: "early", poolSize: 1 });
    try {
      const role = roleOf("audit", fresh.settings.database ?? "");
      const audit = pool.as({ service: "audit", roles: rolesOf("audit") });
      await audit.raw("select count(*) from accounts.users");
      const { created } = await updateRoles(pool.as({ service: "migrate" }), loadRights());
      expect(created).toContain(role);
      const { rows } = await audit.raw<{ rows: unknown[] }>("select current_user as role");
      expect(rows).toEqual([{ role }]);
    } finally {
      await pool.close();
      await fresh.drop();
    }
  });

  it("are the same when several bring them up to date at once", async () => {
    const db = database.of("migrate");
    await db.raw("revoke all on all tables in schema accounts from ??", [named("accounts")]);
    const changes = await Promise.all(
      ["a", "b", "c"].map((name) => updateRoles(database.of(name), loadRights())),
    );
    expect(changes.filter(({ granted }) => granted > 0)).toHaveLength(1);
    await as("accounts").raw("select count(*) from accounts.users");
  });
});

describe("who may make no roles", () => {
  const login = { user: `owner_${process.pid}`, password: "of a database" };

  beforeEach(async () => {
    database = await createTestDatabase({ migrated: false });
    await asServer(
      database.settings,
      `create role ${login.user} login password '${login.password}'`,
      `grant create on database ${database.settings.database} to ${login.user}`,
    );
  });
  afterEach(async () => {
    try {
      await database.of("test").raw("drop owned by ?? cascade", [login.user]);
      await asServer(database.settings, `drop role ${login.user}`);
    } finally {
      await drop();
    }
  });

  it("migrates all the same, and services act as that user", async () => {
    const settings = { ...database.settings, ...login };
    const db = connect({ settings, service: "migrate", poolSize: 2 });
    pools.push(db);
    await migrate(db, loadMigrations());
    expect(await updateRoles(db, loadRights())).toEqual({
      created: [],
      granted: 0,
      revoked: 0,
      leftOut: `the user ${login.user} may not make roles`,
    });
    const { rows } = await as("audit", settings).raw<{ rows: unknown[] }>(
      "select current_user as role",
    );
    expect(rows).toEqual([{ role: login.user }]);
  });
});
