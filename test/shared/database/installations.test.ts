import { loadMigrations, loadRights, serviceNames } from "../../../services/load";
import {
  connect,
  type ConnectionSettings,
  type Database,
  dropSharedRoles,
  migrate,
  roleOf,
  rolesOf,
  updateRoles,
} from "../../../shared/database";
import { asServer } from "../../support/as-server";
import { createTestDatabase, type TestDatabase } from "../../support/database";

const NOT_ALLOWED = { code: "42501" };
const pools: Database[] = [];

function open(settings: ConnectionSettings, service: string, roles?: string[]): Database {
  const db = connect({
    settings,
    service,
    poolSize: 2,
    ...(roles ? { roles: () => roles } : { roles: rolesOf(service) }),
  });
  pools.push(db);
  return db;
}

async function who(db: Database): Promise<string | undefined> {
  const { rows } = await db.raw<{ rows: { role: string }[] }>("select current_user as role");
  return rows[0]?.role;
}

async function closePools(): Promise<void> {
  await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
}

describe("two installations on one server, each with an owner of its own", () => {
  const owners = ["one", "other"].map((name) => ({
    user: `owner_${name}_${process.pid}`,
    password: `of ${name}`,
  }));
  let databases: TestDatabase[];
  const settingsOf = (at: number): ConnectionSettings => ({
    ...databases[at]!.settings,
    ...owners[at],
  });

  beforeAll(async () => {
    databases = [];
    for (const { user, password } of owners) {
      const database = await createTestDatabase({ migrated: false });
      databases.push(database);
      await asServer(
        database.settings,
        `create role ${user} login createrole password '${password}'`,
        `alter database ${database.settings.database} owner to ${user}`,
      );
    }
  });
  afterAll(async () => {
    await closePools();
    for (const [at, database] of databases.entries()) {
      const { user = "" } = owners[at] ?? {};
      const roles = serviceNames.map((service) =>
        roleOf(service, database.settings.database ?? ""),
      );
      await database.drop();
      await asServer(database.settings, ...roles.map((role) => `drop role if exists ${role}`));
      await asServer(database.settings, `drop role ${user}`);
    }
  });

  it("have roles of their own", async () => {
    for (const at of [0, 1]) {
      const db = open(settingsOf(at), "migrate", []);
      await migrate(db, loadMigrations());
      const { created, leftOut } = await updateRoles(db, loadRights());
      expect(leftOut).toBeUndefined();
      const { database = "" } = settingsOf(at);
      expect(created).toEqual(loadRights().map(({ service }) => roleOf(service, database)));
      expect(await who(open(settingsOf(at), "audit"))).toBe(roleOf("audit", database));
    }
  });

  it("cannot act in those of the other", async () => {
    const [{ database: one = "" }, { database: other = "" }] = [settingsOf(0), settingsOf(1)];
    await expect(
      open(settingsOf(1), "intruder", []).raw("set role ??", [roleOf("accounts", one)]),
    ).rejects.toMatchObject(NOT_ALLOWED);
    await expect(
      open(settingsOf(0), "audit").raw("select 1 from accounts.users"),
    ).rejects.toMatchObject(NOT_ALLOWED);
    expect(roleOf("audit", one)).not.toBe(roleOf("audit", other));
  });
});

describe("an installation whose roles are of the release before", () => {
  const before = (service: string): string => `jumar_${service.replaceAll("-", "_")}`;
  const login = { user: `audit_app_${process.pid}`, password: "of audit" };
  let database: TestDatabase;
  let other: TestDatabase;
  const ours = (service: string): string => roleOf(service, database.settings.database ?? "");

  beforeAll(async () => {
    [database, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const roles = loadRights().map(({ service }) => service);
    await asServer(
      database.settings,
      ...roles.map((name) => `create role ${before(name)} nologin`),
    );
    for (const one of [database, other]) {
      for (const service of roles) {
        await one.of("setup").raw("grant usage on schema ?? to ??", [service, before(service)]);
        await one
          .of("setup")
          .raw("grant all on all tables in schema ?? to ??", [service, before(service)]);
      }
    }
    await asServer(
      database.settings,
      `create role ${login.user} login password '${login.password}'`,
      `grant ${before("audit")} to ${login.user}`,
    );
  });
  afterAll(async () => {
    await closePools();
    await dropSharedRoles(other.of("test"), serviceNames);
    await dropSharedRoles(database.of("test"), serviceNames);
    await asServer(database.settings, `drop role ${login.user}`);
    await Promise.all([database.drop(), other.drop()]);
  });

  it("gets its own beside them, and both have the rights that they need and no others", async () => {
    const { created, leftOut } = await updateRoles(database.of("migrate"), loadRights());
    expect({ created, leftOut }).toEqual({
      created: loadRights().map(({ service }) => ours(service)),
      leftOut: undefined,
    });
    for (const role of [before("audit"), ours("audit")]) {
      const db = open(database.settings, "audit", [role]);
      expect(await who(db)).toBe(role);
      await db.raw("select 1 from audit.entries");
      await expect(db.raw("delete from audit.entries")).rejects.toMatchObject(NOT_ALLOWED);
    }
    const gateway = open(database.settings, "web-gateway", [before("web-gateway")]);
    await gateway.raw("select 1 from accounts.sessions");
    expect(await updateRoles(database.of("migrate"), loadRights())).toEqual({
      created: [],
      granted: 0,
      revoked: 0,
    });
  });

  it("lets a login that is a member of an old one only go on in that", async () => {
    const db = open({ ...database.settings, ...login }, "audit");
    expect(await who(db)).toBe(before("audit"));
    await db.raw("select 1 from audit.entries");
  });

  it("loses the old ones by a command, which drops those that no other database uses", async () => {
    const names = serviceNames.map(before).sort();
    expect(await dropSharedRoles(database.of("migrate"), serviceNames)).toEqual({
      dropped: [],
      kept: names,
    });
    const read = open(database.settings, "audit", []).transaction(async (trx) => {
      await trx.raw("set local role ??", [before("audit")]);
      await trx.raw("select 1 from audit.entries");
    });
    await expect(read).rejects.toMatchObject(NOT_ALLOWED);
    expect(await who(open(database.settings, "audit"))).toBe(ours("audit"));
    // Nobody brings them back.
    expect(await updateRoles(database.of("migrate"), loadRights())).toMatchObject({ granted: 0 });
    await open(other.settings, "audit", [before("audit")]).raw("select 1 from audit.entries");
    expect(await dropSharedRoles(other.of("migrate"), serviceNames)).toEqual({
      dropped: names,
      kept: [],
    });
  });
});
