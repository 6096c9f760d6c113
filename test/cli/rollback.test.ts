import { loadMigrations } from "../../services/load";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { cleanUp, jumar, newDataDir, urlOf } from "./support";

const steps = loadMigrations().flatMap(({ service, migrations }) =>
  migrations.map(({ name }) => ({ service, migration: name })),
);

const accounts = steps
  .filter(({ service }) => service === "accounts")
  .map((step) => step.migration);

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = { DATABASE_URL: urlOf(database.settings) };
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

describe("jumar rollback", () => {
  it("shows its help and exits with 2 when it is told no version", async () => {
    const { code, stdout } = await jumar(["rollback"], env);
    expect(code).toBe(2);
    expect(stdout).toContain("USAGE\n  $ jumar rollback [VERSION]");
  });

  it.each([
    ["20240101", "20240101 is no version; it is 0, or a service (accounts, audit, "],
    ["nobody/1", "nobody/1 is no version; it is 0, or a service (accounts, audit, "],
    ["accounts", "accounts is no version; "],
    ["accounts/1/2", "accounts/1/2 is no version; "],
    ["accounts/9999", "accounts has no migration 9999; it has 0001-users, 0002-tokens, "],
  ])("takes %s only when there is such a version", async (version, message) => {
    const { code, stdout, stderr } = await jumar(["rollback", version], env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("undoes what is later, the newest first, and says when there is nothing", async () => {
    const { code, stdout } = await jumar(["rollback", "accounts/12"], env);
    expect(code).toBe(0);
    const later = accounts.slice(accounts.indexOf("0012-idle-sessions") + 1).reverse();
    expect(stdout.match(/(?<=^accounts +)\d{4}-.*$/gm)).toEqual(later);
    expect(stdout).toMatch(new RegExp(`^${later.length} migrations undone in [\\d.]+ s\\.$`, "m"));
    const again = await jumar(["rollback", "accounts/0012-idle-sessions"], env);
    expect(again).toMatchObject({
      code: 0,
      stdout: "Nothing to do: nothing later than accounts/0012-idle-sessions was run.\n",
    });
    expect((await jumar(["migrate"], env)).stdout).toContain(`${later.length} migrations run in `);
  });

  it("goes all the way down and migrates up again", async () => {
    const { stdout } = await jumar(["rollback", "0", "--json"], env);
    const undone = JSON.parse(stdout) as unknown[];
    expect(undone).toHaveLength(steps.length);
    expect(undone).toEqual(expect.arrayContaining(steps));
    expect((await jumar(["migrate", "--plan", "--json"], env)).stdout).not.toBe("[]\n");
    const up = await jumar(["migrate"], env);
    expect(up.stdout).toContain(`${steps.length} migrations run in `);
    expect(up.stdout).toMatch(/^granted \d+ rights, revoked 0$/m);
  });

  it("has nothing to undo in a data folder that was never used", async () => {
    const { code, stdout } = await jumar(["rollback", "0"], { JUMAR_DATA_DIR: newDataDir() });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Nothing to do: nothing later than 0 was run.\n",
    });
  });
});
