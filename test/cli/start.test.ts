import { setTimeout as sleep } from "node:timers/promises";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import {
  cleanUp,
  databaseRuns,
  isAlive,
  jumar,
  newDataDir,
  onDatabase,
  type Running,
  startJumar,
} from "./support";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(cleanUp);

/** An environment with a database that is there already, which is quicker than an embedded one. */
function external(): Record<string, string> {
  return onDatabase(database.settings);
}

function siteOf(running: Running): string {
  return /^ +Jumar is ready on (http:\S+) \(\d+\.\d s\)$/m.exec(running.stdout())?.[1] ?? "";
}

describe("jumar start", () => {
  it("says where it answers once it does, works beside a command, and leaves no process", async () => {
    const JUMAR_DATA_DIR = newDataDir();
    const running = startJumar([], { JUMAR_DATA_DIR });
    await running.until("Jumar is ready");
    const site = siteOf(running);
    expect((await fetch(`${site}/health/ready`)).status).toBe(200);
    for (const path of ["/", "/dev/mailbox", "/api/docs", "/api/openapi.json"]) {
      expect(running.stdout()).toContain(` ${site}${path}`);
    }
    const metrics = / (http:\S+\/metrics)/.exec(running.stdout())?.[1] ?? "";
    expect((await fetch(metrics)).status).toBe(200);

    const beside = await jumar(["users", "create", "ada@example.com"], { JUMAR_DATA_DIR });
    expect(beside).toMatchObject({ code: 0, stderr: "" });
    const answer = await fetch(`${site}/api/v1/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "ada@example.com", password: "a password of some length" }),
    });
    expect(await answer.text()).toContain("already has an account");
    expect(databaseRuns(JUMAR_DATA_DIR)).toBe(true);
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0, stderr: "" });
    expect(isAlive(running.child.pid!)).toBe(false);
    expect(databaseRuns(JUMAR_DATA_DIR)).toBe(false);
  });

  it.each(["SIGINT", "SIGHUP"] as const)("ends well on %s", async (signal) => {
    const running = startJumar(["start", "accounts"], external());
    await running.until("Jumar is ready: accounts");
    running.child.kill(signal);
    expect(await running.ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("ends well when told to stop while it starts", async () => {
    const JUMAR_DATA_DIR = newDataDir();
    const running = startJumar(["start", "accounts"], { JUMAR_DATA_DIR });
    await eventually(() => databaseRuns(JUMAR_DATA_DIR));
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0, stderr: "" });
    expect(running.stdout()).not.toContain("Jumar is ready");
    expect(databaseRuns(JUMAR_DATA_DIR)).toBe(false);
  });

  it("ends at once on a second Ctrl-C, but not on npm's echo of the first", async () => {
    const running = startJumar([], { ...external(), SHUTDOWN_DELAY: "20000" });
    await running.until("Jumar is ready");
    running.child.kill("SIGINT");
    await sleep(100); // two at once would arrive as one
    running.child.kill("SIGINT");
    await sleep(1_100);
    expect(running.child.exitCode).toBeNull();
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  it("prints nothing but its banner and log lines, each of them JSON", async () => {
    const running = startJumar(["start", "accounts"], external());
    await running.until("Jumar is ready");
    running.child.kill("SIGTERM");
    const lines = (await running.ended).stdout.split("\n");
    const log = lines.filter((line) => line.startsWith("{"));
    expect(log.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
      expect.arrayContaining(["stopping", "stopped"]),
    );
    expect(lines.filter((line) => !/^(\{.*\}| {2}\S.*)?$/.test(line))).toEqual([]);
  });
});
