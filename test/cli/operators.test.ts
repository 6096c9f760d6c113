import { readFileSync, writeFileSync } from "node:fs";
import type { Checkpoint } from "../../shared/contracts";
import { anEvent, record } from "../services/audit/support";
import { createTestDatabase, type TestDatabase, testDeps } from "../support/database";
import { cleanUp, jumar, newDataDir, onDatabase, startJumar } from "./support";

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
  await jumar(["seed", "--users", "3"], env);
  await record(testDeps(database, "audit"), [anEvent(), anEvent({ actor: "operator" }), anEvent()]);
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

const run = (...args: string[]) => jumar(args, env);

test("jumar search rebuild makes everybody findable, and then has nothing to do", async () => {
  expect((await run("users", "list")).stdout).toBe("There are no such users.\n");
  const first = await run("search", "rebuild", "--json");
  expect(JSON.parse(first.stdout)).toEqual({ from: "users", read: 4, changed: 4 });
  const again = await run("search", "rebuild", "--from", "events");
  expect(again.stdout).toMatch(/^Read 9 events in .* everything was right\.\n$/);
  const found = await run("users", "list", "--query", "admin", "--json");
  expect(JSON.parse(found.stdout)).toContainEqual(
    expect.objectContaining({ email: "admin@example.com", role: "admin" }),
  );
});

test("jumar audit lists, verifies, and compares with a checkpoint", async () => {
  const listed = await run("audit", "list", "--actor", "operator", "--json");
  expect(JSON.parse(listed.stdout)).toHaveLength(1);
  const taken = await run("audit", "checkpoint");
  const file = newDataDir();
  writeFileSync(file, taken.stdout);
  expect((await run("audit", "verify", "--checkpoint", file)).stdout).toBe(
    "The audit trail is whole: 3 entries, and as the checkpoints say.\n",
  );

  const forged = { ...(JSON.parse(taken.stdout) as Checkpoint), time: "2020-01-01T00:00:00.000Z" };
  const other = newDataDir();
  writeFileSync(other, JSON.stringify(forged));
  expect((await run("audit", "verify", "--checkpoint", other)).stderr).toBe(
    `jumar: the signature of ${other} is wrong: the file was changed\n`,
  );

  await database.of("test").raw("update audit.entries set actor = 'x' where actor = 'operator'");
  const { code, stdout, stderr } = await run("audit", "verify");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^jumar: entry \d of chain \d \(audit_\w+\): the entry was changed\n$/);
});

test("jumar openapi prints the document that the platform serves", async () => {
  const { stdout } = await jumar(["openapi"], { PUBLIC_URL: "https://accounts.example.com" });
  expect(JSON.parse(stdout)).toMatchObject({
    openapi: "3.1.1",
    servers: [{ url: "https://accounts.example.com/api/v1" }],
  });
  expect(stdout).toContain("__Host-jumar_session");
});

test("jumar console runs a script from stdin in its order, and shows no secret", async () => {
  const file = newDataDir();
  writeFileSync(
    file,
    "const { count } = await call.accounts.countUsers()\ncount * 10\nconfig.databaseUrl\nawait call.accounts.findUser({ email: 'x@y' })\n",
  );
  const child = startJumar(["console"], env, readFileSync(file));
  const { code, stdout } = await child.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^40\n'\(set, secret\)'\nUncaught \[AppError/);
  expect(stdout).toContain("not_found");
  expect(stdout).not.toMatch(/^\s+at /m);
});

test("a database that only reads is told in one line", async () => {
  const { database: name } = database.settings;
  await database
    .of("test")
    .raw("alter database ?? set default_transaction_read_only = on", [name ?? ""]);
  try {
    const { code, stderr } = await run("users", "confirm", "ada.allen@example.com", "--json");
    const refused = await run("users", "disable", "ada.allen@example.com");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^jumar: [^\n]*only reads[^\n]*\n$/);
    const { code: found, stdout } = await run("doctor");
    expect(found).toBe(1);
    expect(stdout).toMatch(/database +PostgreSQL \S+ only reads/);
  } finally {
    await database.of("test").raw("set default_transaction_read_only = off");
    await database
      .of("test")
      .raw("alter database ?? reset default_transaction_read_only", [name ?? ""]);
  }
});
