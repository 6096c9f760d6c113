import { createTestDatabase, type TestDatabase } from "../support/database";
import { cleanUp, jumar, onDatabase } from "./support";

let database: TestDatabase;
let env: Record<string, string>;

beforeEach(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
});
afterEach(async () => {
  await cleanUp();
  await database.drop();
});

async function rows(sql: string): Promise<unknown[]> {
  const { rows: found } = await database.of("test").raw<{ rows: unknown[] }>(sql);
  return found;
}

async function countOf(table: string): Promise<number> {
  return Number(
    ((await rows(`select count(*) as count from ${table}`)) as { count: number }[])[0]?.count,
  );
}

describe("jumar seed", () => {
  it("makes an administrator and some users, and prints the password on a line of its own", async () => {
    const { code, stdout, stderr } = await jumar(["seed"], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^email: admin@example\.com$/m);
    expect(stdout).toMatch(/^password: \S{16,}$/m);
    expect(await countOf("accounts.users")).toBe(5);
    expect(
      await rows(
        "select role, version, confirmed_at is not null as confirmed from accounts.users where email = 'admin@example.com'",
      ),
    ).toEqual([{ role: "admin", version: 3, confirmed: true }]);
  });

  it("writes the events of each user, numbered, in the operator's name", async () => {
    await jumar(["seed", "--users", "1"], env);
    const events = "select type, aggregate_version as version, actor from accounts.outbox";
    const ofUser = (email: string) =>
      rows(
        `${events} where subject = (select subject from accounts.outbox where data->>'email' = '${email}') order by 2`,
      );
    const operator = { actor: "operator" };
    const registered = { type: "user.registered", version: 1, ...operator };
    const confirmed = { type: "user.confirmed", version: 2, ...operator };
    expect(await ofUser("admin@example.com")).toEqual([
      registered,
      confirmed,
      { type: "user.role_changed", version: 3, ...operator },
    ]);
    expect(await ofUser("ada.allen@example.com")).toEqual([registered, confirmed]);
  });

  it("makes as many users as it is told, no two alike", async () => {
    const { code, stdout } = await jumar(["seed", "--users", "2500", "--json"], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      email: "admin@example.com",
      password: expect.stringMatching(/^\S{16,}$/) as string,
      users: 2500,
    });
    expect(await countOf("accounts.users")).toBe(2501);
    expect(await countOf("accounts.outbox")).toBe(5003);
  });

  it("refuses when any table has rows, and changes nothing", async () => {
    await database
      .of("test")
      .raw(
        "insert into notifier.inbox (subscriber, event_id, type, status) values ('x', gen_random_uuid(), 'x', 'done')",
      );
    const { code, stdout, stderr } = await jumar(["seed"], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^jumar: the table notifier\.inbox has rows; .*--force\n$/);
    expect(await countOf("accounts.users")).toBe(0);
  });

  it("empties every table first when forced, but neither migrations nor leases", async () => {
    await jumar(["seed", "--users", "20"], env);
    await database.of("test").raw("update audit.chains set seq = 7");
    const migrations = await countOf("accounts.migrations");
    const leases = await countOf("accounts.relay_leases");
    const { code, stdout } = await jumar(["seed", "-f"], env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Emptied \d+ tables\.$/m);
    expect(await countOf("accounts.users")).toBe(5);
    expect(await countOf("accounts.migrations")).toBe(migrations);
    expect(await countOf("accounts.relay_leases")).toBe(leases);
    expect(await rows("select seq from audit.chains where seq <> 0")).toEqual([]);
  });
});

describe("jumar users create", () => {
  it("makes an account with a random password, and refuses the address the second time", async () => {
    const args = ["users", "create", "ada@example.com", "--role", "admin", "--confirmed"];
    const { code, stdout } = await jumar(args, env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^id: user_\w{26}$/m);
    expect(stdout).toMatch(/^password: \S{16,}$/m);
    expect(await jumar(args, env)).toEqual({
      code: 1,
      stdout: "",
      stderr: "jumar: email already has an account\n",
    });
  });
});
