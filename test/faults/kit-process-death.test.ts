import { spawn } from "node:child_process";
import { join } from "node:path";
import type { JumarOptions } from "../../shared/testing";
import { leftInServers, leftOnThisMachine, nameOf } from "../shared/testing/leftovers";
import { eventually } from "../support/eventually";
import { TEST_DATABASE_URL } from "../support/postgresql";
import { TEST_AMQP_URL } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

const KIT = join(__dirname, "../../dist/shared/testing/index.js");

/** A test process that starts a kit, says how it is set up, and goes on as `then` says. */
async function testProcess(options: JumarOptions, then: string) {
  const program = `require(process.argv[1]).startJumar(JSON.parse(process.argv[2])).then((jumar) => {
    process.stdout.write(JSON.stringify({ env: jumar.env, url: jumar.url }) + "\\n");
    ${then}
  });`;
  const args = ["-e", program, KIT, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? code));
  });
  const { env, url } = await eventually(() => {
    if (child.exitCode !== null) throw new Error("the test process has ended");
    return (
      said.includes("\n") && (JSON.parse(said) as { env: Record<string, string>; url: string })
    );
  }, 150_000);
  return { child, exited, url, name: nameOf(env) };
}

const STAYS = "setInterval(() => undefined, 1_000);";

describe("a test process that goes without stopping its kit", () => {
  it.each(["SIGKILL", "SIGTERM"] as const)(
    "by %s, leaves nothing",
    async (signal) => {
      const { child, exited, url, name } = await testProcess({}, STAYS);
      expect(leftOnThisMachine(name)).not.toEqual([]);
      child.kill(signal);
      expect(await exited).toBe(signal);
      await eventually(() => leftOnThisMachine(name).length === 0);
      await expect(fetch(url)).rejects.toThrow();
    },
    240_000,
  );

  it("because it forgot, ends by itself and leaves nothing", async () => {
    const { exited, url, name } = await testProcess({}, "");
    expect(await exited).toBe(0);
    await eventually(() => leftOnThisMachine(name).length === 0);
    await expect(fetch(url)).rejects.toThrow();
  });
});

withRealParts("a test process that is killed beside servers that run already", () => {
  it("leaves neither a database nor a virtual host", async () => {
    const options = {
      mode: "local",
      databaseUrl: TEST_DATABASE_URL,
      amqpUrl: TEST_AMQP_URL,
    } as const;
    const { child, exited, name } = await testProcess(options, STAYS);
    expect(await leftInServers(name)).toHaveLength(2);
    child.kill("SIGKILL");
    await exited;
    await eventually(async () => (await leftInServers(name)).length === 0);
    await eventually(() => leftOnThisMachine(name).length === 0);
  });
});
