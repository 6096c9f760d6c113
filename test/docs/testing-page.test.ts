import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { TEST_DATABASE_URL } from "../support/postgresql";
import { TEST_AMQP_URL } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

const run = promisify(execFile);
const DOCS = join(__dirname, "../../docs");
const EXAMPLES = join(DOCS, "examples");
const page = readFileSync(join(DOCS, "testing.md"), "utf8");

/** Runs a file of tests by Node's runner, as the people would whose service it is. */
async function runTests(file: string, env: Record<string, string> = {}): Promise<string> {
  const args = ["--import", "tsx", "--test", "--test-reporter=tap", join(EXAMPLES, file)];
  const options = { env: { ...process.env, NODE_OPTIONS: "", ...env } };
  const { stdout } = await run(process.execPath, args, options).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

it("shows no code but that of the examples, which are run", () => {
  const examples = ["members-area.test.ts", "billing.test.ts", "first-mail.test.ts"].map((name) =>
    readFileSync(join(EXAMPLES, name), "utf8"),
  );
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(blocks).toHaveLength(5);
  for (const block of blocks) {
    expect(examples.some((example) => example.includes(block))).toBe(true);
  }
});

it("links to files that are there", () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((path) => !existsSync(join(DOCS, path)))).toEqual([]);
});

it("names scripts that are there", () => {
  const root = join(DOCS, "..");
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts).toHaveProperty(["test:containers"]);
  const commands = /^```sh\n(.*?)^```$/ms.exec(page)?.[1]?.trim().split("\n") ?? [];
  expect(existsSync(join(root, commands.at(-1) ?? "nothing"))).toBe(true);
});

it("has an example for a service that calls the API, which passes with nothing installed", async () => {
  const output = await runTests("members-area.test.ts");
  expect(output).toMatch(/^# pass 2$/m);
  expect(output).toMatch(/^# fail 0$/m);
});

it("has an example for jest, which passes within the limits that jest has by itself", async () => {
  const root = join(DOCS, "..");
  const config = {
    rootDir: EXAMPLES,
    testEnvironment: "node",
    testMatch: ["**/first-mail.test.ts"],
    transform: { "^.+\\.ts$": join(root, "test/run/transform.cjs") },
    cacheDirectory: join(root, "node_modules/.cache/jumar/jest"),
  };
  const args = [require.resolve("jest/bin/jest"), "--ci", "--config", JSON.stringify(config)];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const { stderr } = await run(process.execPath, args, { env }).catch(
    (error: unknown) => error as { stderr: string },
  );
  expect(stderr).toMatch(/^Tests: +1 passed, 1 total$/m);
});

withRealParts("the example for a subscriber", () => {
  it("passes on the servers of this machine", async () => {
    const output = await runTests("billing.test.ts", {
      JUMAR_TEST_DATABASE_URL: TEST_DATABASE_URL,
      JUMAR_TEST_AMQP_URL: TEST_AMQP_URL,
    });
    expect(output).toMatch(/^# pass 1$/m);
    expect(output).toMatch(/^# fail 0$/m);
  });
});
