import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { cleanUp, jumar, onDatabase, startJumar } from "./support";

const root = join(__dirname, "../..");
const { oclif } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  oclif: { topics: Record<string, unknown> };
};

/** Of each topic one command that changes nothing, with the exit code it has. */
const COMMANDS: Record<string, [args: string, code: number]> = {
  audit: ["verify", 0],
  "dead-letters": ["show event_01h455vb4pex5vsknk084sn02q", 1],
  deploy: ["plan --region fra --domain id.acme.com --json", 0],
  events: ["list --type user.registred", 2],
  mails: ["show event_01h455vb4pex5vsknk084sn02q", 1],
  search: ["rebuild --json", 0],
  sessions: ["revoke x", 1],
  users: ["grant nobody@example.com", 2],
};

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await cleanUp();
  await database.drop();
});

// The other tests run commands in the process of the test.
test.each(Object.keys(oclif.topics))(
  "`jumar %s` as a program ends, prints and complains as it does within a process",
  async (topic) => {
    const [args, code] = COMMANDS[topic] ?? ["", 0];
    expect(args).not.toBe("");
    const env = onDatabase(database.settings);
    const words = [topic, ...args.split(" ")];
    const outcome = await startJumar(words, env).ended;
    expect(outcome.code).toBe(code);
    expect(code === 0 ? outcome.stderr : outcome.stdout).toBe("");
    expect(code === 0 ? outcome.stdout : outcome.stderr).not.toBe("");
    expect(await jumar(words, env)).toEqual(outcome);
  },
);

test("a program reads what is typed before it does anything", async () => {
  const env = onDatabase(database.settings);
  const args = ["users", "create", "ada@example.com", "--password-stdin", "--json"];
  const short = startJumar(args, env, Buffer.from("short\n"));
  expect(await short.ended).toMatchObject({ code: 1, stdout: "" });
  const { code, stdout } = await startJumar(args, env, Buffer.from("correct horse battery\n"))
    .ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ email: "ada@example.com" });
  expect(stdout).not.toContain("horse");
});
