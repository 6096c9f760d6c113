import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { cleanUp, jumar, onDatabase, startJumar } from "./support";

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = onDatabase(database.settings);
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

const AWAY = { DATABASE_URL: "postgresql://joe:hunter2@127.0.0.1:1/jumar" };

describe("with --json a failure is one line of JSON on stderr, nothing on stdout:", () => {
  it.each<[what: string, args: string, settings: Record<string, string>, expected: object]>([
    ["a command that is none", "user list", {}, { code: "usage", message: expect.stringContaining("did you mean users list?") }],
    ["a type that is none", "events list --type x", {}, { code: "usage" }],
    ["nobody of that name", "users show nobody@example.com", {}, { code: "failed" }],
    ["what cannot be done", "mails show event_01h455vb4pex5vsknk084sn02q", {}, { code: "failed" }],
    ["settings", "migrate", { PORT: "x", LOG_LEVEL: "loud" }, { code: "configuration", errors: [{ pointer: "/PORT", code: "invalid", detail: expect.stringMatching(/^must be/) }, { pointer: "/LOG_LEVEL", code: "invalid", detail: expect.any(String) }] }],
    ["a database that is away", "users list", AWAY, { message: expect.stringContaining("cannot be reached") }],
  ])("%s", async (_, args, settings, expected) => {
    const { code, stdout, stderr } = await jumar([...args.split(" "), "--json"], { ...env, ...settings });
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^\{.*\}\n$/);
    expect(stderr).not.toContain("hunter2");
    const { error, ...others } = JSON.parse(stderr) as { error: object };
    expect(others).toEqual({});
    expect(error).toEqual({ code: expect.any(String), message: expect.any(String), ...expected });
  }); // prettier-ignore

  it("a value that the service refuses, by its field", async () => {
    const args = ["users", "create", "ada@example.com", "--password-stdin", "--json"];
    const { code, stderr } = await jumar(args, env, Buffer.from("short\n"));
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "validation_failed",
        message: expect.stringMatching(/^password must have at least 8/) as unknown,
        errors: [
          { pointer: "/password", code: "too_small", detail: expect.any(String) as unknown },
        ],
      },
    });
  });

  it("being told to stop", async () => {
    const lock = await database.of("test").transaction();
    await lock.raw("lock table accounts.outbox in access exclusive mode");
    const { child, ended } = startJumar(["events", "list", "--json"], env);
    await eventually(async () => {
      const { rows } = await database
        .of("look")
        .raw<{ rows: unknown[] }>(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
      return rows.length > 0;
    });
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await ended;
    await lock.rollback();
    expect({ code, stdout }).toEqual({ code: 143, stdout: "" });
    expect(stderr).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: "interrupted", message: expect.any(String) as unknown },
    });
  });
});

test("without --json it is text as ever", async () => {
  const { stderr } = await jumar(["users", "show", "nobody@example.com"], env);
  expect(stderr).toMatch(/^jumar: [^{\n]+\n$/);
});

describe("a password on stdin", () => {
  const create = (input: Buffer) =>
    jumar(["users", "create", "bytes@example.com", "--password-stdin"], env, input);

  it.each([
    ["Latin-1", Buffer.from("Übergrößen-Straße 12\n", "latin1"), "is not UTF-8"],
    ["UTF-16", Buffer.from("\ufeffcorrect horse battery", "utf16le"), "is not UTF-8"],
    ["half a character", Buffer.from("correct horse battery \xc3", "latin1"), "is not UTF-8"],
    ["two lines", Buffer.from("correct horse\nbattery staple\n"), "has several lines"],
    ["an empty line after it", Buffer.from("correct horse battery\n\n"), "has several lines"],
    ["a bare carriage return", Buffer.from("correct horse\rbattery\n"), "has several lines"],
  ])("of %s is refused", async (_, input, why) => {
    const { code, stdout, stderr } = await create(input);
    expect(stderr).toBe(`jumar: the password on stdin ${why}\n`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("is one line of UTF-8, however that ends", async () => {
    for (const [at, end] of ["", "\n", "\r\n"].entries()) {
      const args = ["users", "create", `line-${at}@example.com`, "--password-stdin"];
      const { code } = await jumar(args, env, Buffer.from(`Übergrößen-Straße 12${end}`));
      expect([end, code]).toEqual([end, 0]);
    }
  });
});
