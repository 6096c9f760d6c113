import { type User, uuidOf } from "../../shared/contracts";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { cleanUp, jumar, onDatabase, type Outcome, startJumar } from "./support";

let database: TestDatabase;
let env: Record<string, string>;
let ada: User;

beforeAll(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
  ada = await json<User>("users", "create", "ada@example.com");
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

const run = (...args: string[]): Promise<Outcome> => jumar(args, env);

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, "--json");
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

/** Who is connected to the database. */
async function connected(): Promise<string[]> {
  const { rows } = await database
    .of("test")
    .raw<{ rows: { name: string }[] }>(
      `select application_name as name from pg_stat_activity where datname = current_database()`,
    );
  return rows.map(({ name }) => name);
}

async function openSession(userId: string): Promise<string> {
  const id = `00000000-0000-7000-8000-${String(Math.random()).slice(2, 14).padEnd(12, "0")}`;
  await database.of("test").raw(
    `insert into accounts.sessions (id, user_id, token_hash, expires_at, idle_until, remembered, ip)
     select ?::uuid, id, decode(md5(?), 'hex'), now() + interval '1 day', now() + interval '1 day', false,
       '203.0.113.7' from accounts.users where email = ?`,
    [id, id, userId],
  );
  return id;
}

describe("jumar users", () => {
  it("shows a user by id and by address in other letters", async () => {
    const byId = await json<User>("users", "show", ada.id);
    expect(await json<User>("users", "show", "ADA@example.com")).toEqual(byId);
    expect(byId).toMatchObject({ id: ada.id, email: "ada@example.com", role: "user" });
    const { stdout } = await run("users", "show", ada.id);
    expect(stdout).toMatch(/^email +ada@example\.com$/m);
  });

  it("confirms, disables, enables and grants, and says so again the second time", async () => {
    const steps: [string[], RegExp, RegExp, Partial<User>][] = [
      [["confirm"], /^Confirmed ada/, /is confirmed already/, {}],
      [["disable"], /^Disabled ada/, /is disabled already/, {}],
      [["enable"], /^Enabled ada/, /is not disabled/, { disabled_at: null }],
      [["grant", "admin"], /role admin now/, /role admin already/, { role: "admin" }],
    ];
    for (const [[verb = "", ...rest], first, again, state] of steps) {
      const one = await run("users", verb, "ada@example.com", ...rest);
      expect(one).toMatchObject({ code: 0, stderr: "" });
      expect(one.stdout).toMatch(first);
      expect((await run("users", verb, ada.id, ...rest)).stdout).toMatch(again);
      expect(await json<User>("users", "show", ada.id)).toMatchObject(state);
    }
  });

  it("lists second factors, and removes them for who has lost theirs", async () => {
    const { id } = await json<User>("users", "create", "grace@example.com");
    expect((await run("users", "factors", id)).stdout).toMatch(/^grace@example.com has no second/);
    expect((await run("users", "reset-factors", id)).stdout).toMatch(/has no second factor/);
    const db = database.of("test");
    await db.raw("update accounts.users set least_assurance = 2 where id = ?", [uuidOf(id)]);
    await db.raw(
      `insert into accounts.factors (id, user_id, kind, label, secret_sealed, confirmed_at)
       values (gen_random_uuid(), ?, 'totp', 'Phone', 'sealed', now())`,
      [uuidOf(id)],
    );
    const listed = await json<object[]>("users", "factors", "grace@example.com");
    expect(listed).toMatchObject([{ kind: "totp", label: "Phone" }]);
    expect((await run("users", "factors", id)).stdout).toMatch(/KIND.*\n.*totp.*Phone/);
    expect((await run("users", "reset-factors", id)).stdout).toBe(
      "Removed the second factors of grace@example.com.\n",
    );
    expect(await json("users", "factors", id)).toEqual([]);
    const { rows } = await db.raw<{ rows: { least_assurance: number }[] }>(
      "select least_assurance from accounts.users where id = ?",
      [uuidOf(id)],
    );
    expect(rows).toEqual([{ least_assurance: 1 }]);
  });

  it.each([
    ["user_01h455vb4pex5vsknk084sn02q", "there is no user user_01h455vb4pex5vsknk084sn02q"],
    ["nobody@example.com", "there is no user nobody@example.com"],
    ["nobody", "nobody is neither the id of a user (user_…) nor an e-mail address"],
  ])("says in one line that %s is nobody", async (name, line) => {
    for (const args of [
      ["users", "show", name],
      ["users", "delete", name, "--yes"],
    ]) {
      expect(await run(...args)).toEqual({ code: 1, stdout: "", stderr: `jumar: ${line}\n` });
    }
  });

  it("deletes nobody without a terminal unless told to", async () => {
    const { id } = await json<User>("users", "create", "gone@example.com");
    const refused = await run("users", "delete", id);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^jumar: there is no terminal to ask on; --yes .*\n$/);
    expect((await run("users", "delete", id, "--yes")).stdout).toBe("Deleted gone@example.com.\n");
    expect((await run("users", "show", id)).code).toBe(1);
  });

  it("takes a role that there is not, and no role, as wrong usage", async () => {
    for (const role of [["root"], []]) {
      const { code, stderr } = await run("users", "grant", ada.id, ...role);
      expect(code).toBe(2);
      expect(stderr).toMatch(/user, admin|USAGE/);
    }
  });

  it("ends with 130 and one line at Ctrl-C", async () => {
    const running = startJumar(["users", "create", "x@example.com", "--password-stdin"], {
      ...env,
      JUMAR_ARGON2_MEMORY: "1000000",
      JUMAR_ARGON2_TIME: "20",
    });
    // Once it has looked at the schema it hashes, for longer than anybody waits.
    await eventually(async () => (await connected()).includes("jumar-operator"), 60_000);
    running.child.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: "jumar: stopped; nothing was left half done\n",
    });
    expect((await run("users", "show", "x@example.com")).code).toBe(1);
  });
});

describe("jumar sessions", () => {
  it("lists the sessions of a user and ends one, or all", async () => {
    await openSession("ada@example.com");
    await openSession("ada@example.com");
    const sessions = await json<{ id: string; ip: string }[]>("sessions", "list", ada.id);
    expect(sessions).toHaveLength(2);
    const [first, second] = sessions;
    const table = await run("sessions", "list", "ada@example.com");
    expect(table.stdout).toContain("203.0.113.7");

    expect((await run("sessions", "revoke", first!.id)).stdout).toBe("Ended 1 session.\n");
    expect(await run("sessions", "revoke", first!.id)).toMatchObject({
      code: 1,
      stderr: `jumar: there is no live session ${first!.id}\n`,
    });
    const both = await run("sessions", "revoke", second!.id, first!.id);
    expect(both.stderr).toBe(`jumar: there is no live session ${first!.id}; none was ended\n`);
    expect(await json("sessions", "revoke", "--user", ada.id, "--all")).toEqual({
      ended: [second!.id],
    });
    expect((await run("sessions", "list", ada.id)).stdout).toBe(
      "ada@example.com is logged in nowhere.\n",
    );
  });

  it("wants either ids or a user", async () => {
    for (const args of [[], ["session_01h455vb4pex5vsknk084sn02q", "--user", ada.id], ["--all"]]) {
      expect((await run("sessions", "revoke", ...args)).code).toBe(2);
    }
    expect((await run("sessions", "revoke", "x")).stderr).toBe(
      "jumar: x is no id of a session (session_…)\n",
    );
  });
});
