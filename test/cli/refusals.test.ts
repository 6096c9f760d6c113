import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { cleanUp, jumar, newDataDir, urlOf } from "./support";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let taken: Server;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  taken = createServer().listen(0, "127.0.0.1");
});
afterAll(async () => {
  taken.close();
  await database.drop();
});
afterEach(cleanUp);

/** What a command that has to fail says: one line, code 1, no stack. */
async function refusal(args: string[], env: Record<string, string>): Promise<string> {
  const { code, stderr } = await jumar(args, { LOG_LEVEL: "silent", ...env });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^jumar: [^\n]+\n$/);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

function takenPort(): string {
  return String((taken.address() as AddressInfo).port);
}

describe("a command that cannot do its work says why in one line:", () => {
  it("a variable that no setting has", async () => {
    expect(await refusal(["start"], { JUMAR_PROT: "1" })).toContain("JUMAR_PROT is not a setting");
  });

  it("a port that is none", async () => {
    expect(await refusal(["start"], { PORT: "80a" })).toContain("PORT must be a whole number");
  });

  it("every variable that is wrong, a line each", async () => {
    const { code, stderr } = await jumar(["migrate"], { PORT: "x", LOG_LEVEL: "loud" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^jumar: PORT .*\njumar: LOG_LEVEL .*\n$/);
  });

  it("a port that is taken", async () => {
    const env = { DATABASE_URL: urlOf(database.settings), JUMAR_DATA_DIR: newDataDir() };
    const port = takenPort();
    const said = await refusal(["start", "--migrate"], { ...env, PORT: port });
    expect(said).toMatch(new RegExp(`PORT ${port} .*choose another`));
    expect(await refusal(["start", "accounts"], { ...env, OPS_PORT: port })).toContain("OPS_PORT");
  });

  it("a data folder that cannot be written", async () => {
    const folder = newDataDir();
    writeFileSync(folder, "");
    const said = await refusal(["start"], { JUMAR_DATA_DIR: `${folder}/below` });
    expect(said).toContain("cannot be written");
    expect(said).toContain("JUMAR_DATA_DIR");
  });

  it("a database that nobody runs, without telling its password", async () => {
    const DATABASE_URL = "postgresql://jumar:hunter2-hunter2@127.0.0.1:1/jumar";
    for (const command of ["start", "migrate"]) {
      const said = await refusal([command], { DATABASE_URL, JUMAR_DATA_DIR: newDataDir() });
      expect(said).toContain("127.0.0.1, port 1 cannot be reached");
      expect(said).not.toContain("hunter2");
    }
  });

  it("a database that does not exist", async () => {
    const DATABASE_URL = urlOf({ ...database.settings, database: "nowhere" });
    const said = await refusal(["start"], { DATABASE_URL, JUMAR_DATA_DIR: newDataDir() });
    expect(said).toContain("`jumar migrate` creates it");
  });

  it("a database that is not migrated", async () => {
    const fresh = await createTestDatabase({ migrated: false });
    const env = { DATABASE_URL: urlOf(fresh.settings), JUMAR_DATA_DIR: newDataDir() };
    expect(await refusal(["start", "accounts"], env)).toContain("run `jumar migrate`");
    await fresh.drop();
  });

  it("demo data in production", async () => {
    const said = await refusal(["seed"], {
      NODE_ENV: "production",
      DATABASE_URL: urlOf(database.settings),
      SMTP_URL: "smtps://mail.example.com",
      PUBLIC_URL: "https://accounts.example.com",
      SECRET_KEY_BASE: "5f0e9c8b7a6d1243".repeat(3) + "89abcdef01234567",
      JUMAR_ARGON2_MEMORY: "19456",
      JUMAR_ARGON2_TIME: "2",
    });
    expect(said).toContain("--allow-production");
  });
});
