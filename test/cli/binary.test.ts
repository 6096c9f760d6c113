import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
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

describe("what it prints", () => {
  const bin = join(root, "dist/cli/bin/run.js");
  const TIMEOUT = 60_000;

  // One that oclif prints, one that writes by itself, help, and one that goes on.
  test.each(["openapi", "completion bash", "users --help", "version --json", "events tail"])(
    "is missed when it cannot be written: `jumar %s > /dev/full`",
    (args) => {
      const full = openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [bin, ...args.split(" ")], {
        env: { ...process.env, ...onDatabase(database.settings) },
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
        timeout: TIMEOUT,
      });
      closeSync(full);
      const reason = "the output could not be written: no space left on device";
      expect(stderr).toBe(
        args.includes("--json")
          ? `${JSON.stringify({ error: { code: "output", message: reason } })}\n`
          : `jumar: ${reason}\n`,
      );
      expect(status).toBe(1);
    },
  );

  test("is not missed by a reader that has seen enough: `jumar openapi | head -c 1`", () => {
    const line = 'set -o pipefail; "$0" "$1" openapi | head -c 1';
    const { status, stdout, stderr } = spawnSync("bash", ["-c", line, process.execPath, bin], {
      encoding: "utf8",
      timeout: TIMEOUT,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "{", stderr: "" });
  });
});
