import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { roleOf } from "../../shared/database";
import { cleanUp, jumar, startJumar, urlOf } from "../cli/support";
import { createTestDatabase, type TestDatabase } from "../support/database";

const page = readFileSync(join(__dirname, "../../docs/database.md"), "utf8");

function blocks(language: string): string[] {
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"));
  return [...found].map(([, code = ""]) => code);
}

describe("docs/database.md", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await cleanUp();
    await database.of("test").raw("drop role if exists audit_app");
    await database.drop();
  });

  it("shows commands that there are, and URLs that are read", async () => {
    const lines = blocks("sh").flatMap((block) => block.trim().split("\n"));
    expect(lines.length).toBeGreaterThan(4);
    const owner = urlOf(database.settings);
    for (const line of lines) {
      const [, url = owner, command = ""] =
        /^(?:DATABASE_URL='(.*)' )?jumar (.*)$/.exec(line) ?? [];
      // Where nobody listens the doctor has a finding; a URL that is not understood would be another.
      const { stdout, stderr } = await jumar(command.split(" "), { DATABASE_URL: url });
      expect(stdout + stderr).not.toMatch(/not a URL|there is no|USAGE/);
      expect(stderr).toBe("");
    }
    await jumar(["migrate"], { DATABASE_URL: owner });
  });

  it("gives an app a login that runs its service and can do nothing else", async () => {
    const ofThis = (service: string) => roleOf(service, database.settings.database ?? "");
    const statements = (
      blocks("sql").find((block) => block.includes("audit_app")) ?? ""
    ).replaceAll(roleOf("audit", "jumar"), ofThis("audit"));
    expect(statements).toContain(ofThis("audit"));
    const owner = new Client({ ...database.settings, ssl: false });
    await owner.connect();
    await owner.query(statements);
    await owner.end();
    const login = { user: "audit_app", password: "a long random one" };
    const settings = { ...database.settings, ...login };

    const running = startJumar(["start", "audit"], { DATABASE_URL: urlOf(settings) });
    await running.until("Jumar is ready");
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0 });

    const client = new Client({ ...settings, ssl: false });
    await client.connect();
    for (const statement of [
      "reset role; delete from audit.entries",
      "reset role; update audit.entries set actor = 'x'",
      "reset role; select * from accounts.users",
      `set role ${ofThis("accounts")}`,
      "create table audit.mine (id int4)",
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
    }
    await client.end();
  });
});
