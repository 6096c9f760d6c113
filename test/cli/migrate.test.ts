import { existsSync } from "node:fs";
import { loadMigrations } from "../../services/load";
import { roleOf } from "../../shared/database";
import { createTestDatabase } from "../support/database";
import { cleanUp, databaseRuns, jumar, newDataDir, startJumar, urlOf } from "./support";

const steps = loadMigrations().flatMap(({ service, migrations }) =>
  migrations.map(({ name }) => ({ service, migration: name })),
);

afterEach(cleanUp);

describe("jumar migrate", () => {
  it("plans everything for a data folder that is not there, and does not make one", async () => {
    const JUMAR_DATA_DIR = newDataDir();
    const { code, stdout } = await jumar(["migrate", "--plan", "--json"], { JUMAR_DATA_DIR });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(steps);
    expect(existsSync(JUMAR_DATA_DIR)).toBe(false);
  });

  it("runs each step once when started twice at once on a fresh data folder", async () => {
    const JUMAR_DATA_DIR = newDataDir();
    const args = ["migrate", "--json"];
    const outcomes = await Promise.all([
      startJumar(args, { JUMAR_DATA_DIR }).ended,
      startJumar(args, { JUMAR_DATA_DIR }).ended,
    ]);
    const run = outcomes.flatMap(({ code, stdout, stderr }) => {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return JSON.parse(stdout) as unknown[];
    });
    expect(run).toEqual(expect.arrayContaining(steps));
    expect(run).toHaveLength(steps.length);
    expect(databaseRuns(JUMAR_DATA_DIR)).toBe(false);
  });

  it("prints each step, and says when there is nothing to do", async () => {
    const fresh = await createTestDatabase({ migrated: false });
    const env = { DATABASE_URL: urlOf(fresh.settings) };
    const first = await jumar(["migrate"], env);
    for (const { service, migration } of steps) {
      expect(first.stdout).toMatch(new RegExp(`^${service} +${migration}$`, "m"));
    }
    expect(first.stdout).toContain(`${steps.length} migrations run in `);
    const second = await jumar(["migrate"], env);
    expect(second).toMatchObject({
      code: 0,
      stdout: "Nothing to do: the database is up to date.\n",
    });
    expect((await jumar(["migrate", "--plan", "--json"], env)).stdout).toBe("[]\n");
    await fresh.drop();
  });

  it("leaves a database alone that a newer version has migrated, its rights too", async () => {
    const ahead = await createTestDatabase();
    const env = { DATABASE_URL: urlOf(ahead.settings) };
    await jumar(["migrate"], env);
    await ahead
      .of("test")
      .raw(
        `insert into audit.migrations (name, batch, migration_time) values ('9999-later', 9, now())`,
      );
    const role = roleOf("search", ahead.settings.database ?? "");
    await ahead.of("test").raw("grant select on accounts.users to ??", [role]);
    const { code, stdout } = await jumar(["migrate"], env);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(
        "A newer version has migrated the database: 1 migration left as found.\n",
      ),
    });
    expect(stdout).not.toContain("revoked");
    const { stdout: found } = await jumar(["doctor"], env);
    expect(found).toContain("up to date, and 1 of a newer version");
    const running = startJumar(["start", "audit"], env);
    await running.until("Jumar is ready");
    running.child.kill("SIGTERM");
    const ended = await running.ended;
    expect(ended.code).toBe(0);
    expect(ended.stdout + ended.stderr).toContain("a newer version has migrated the database");
    await ahead.drop();
  });

  it("creates the database when it is absent, and only then", async () => {
    const other = await createTestDatabase({ migrated: false });
    const name = `${other.settings.database}_absent`;
    const env = { DATABASE_URL: urlOf({ ...other.settings, database: name }) };
    const plan = await jumar(["migrate", "--plan"], env);
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    expect(plan.stdout).toContain(`${steps.length} migrations would be run.`);
    expect((await jumar(["migrate"], env)).stdout).toContain(`created the database ${name}\n`);
    expect((await jumar(["migrate"], env)).stdout).not.toContain("created");
    await other.of("test").raw("drop database ?? with (force)", [name]);
    await other.drop();
  });

  it("stops after the step under way when interrupted, and goes on from there the next time", async () => {
    const fresh = await createTestDatabase({ migrated: false });
    const env = { DATABASE_URL: urlOf(fresh.settings) };
    const running = startJumar(["migrate"], env);
    await running.until("0001-users");
    running.child.kill("SIGINT");
    const { code, stdout } = await running.ended;
    const rest = await jumar(["migrate", "--json"], env);
    expect(rest.code).toBe(0);
    // A quick machine may have been done before the signal came.
    if (code !== 0) expect(code).toBe(130);
    const before = stdout.match(/^\w+ +\d{4}-.*$/gm) ?? [];
    expect(before.length + (JSON.parse(rest.stdout) as unknown[]).length).toBe(steps.length);
    await fresh.drop();
  });
});
