import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp, onDatabase, startJumar } from "../cli/support";
import { createTestDatabase, type TestDatabase } from "../support/database";

/** In ms after the process was begun: from before it listens for anything until it is ready. */
const MOMENTS = Array.from({ length: 16 }, (_, n) => n * 100);
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

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

/** A process told to stop at a moment; how it ended. */
async function toldAt(args: string[], moment: number, signal: NodeJS.Signals) {
  const { child, ended } = startJumar(args, env);
  await sleep(moment);
  child.kill(signal);
  const { code, stderr } = await ended;
  return { code, by: child.signalCode, stderr };
}

test.each(MOMENTS)("a start that is told to stop after %i ms does", async (moment) => {
  const signal = SIGNALS[(moment / 100) % SIGNALS.length] ?? "SIGTERM";
  const { code, by, stderr } = await toldAt(["start", "accounts"], moment, signal);
  // Before Node hears signals the system ends it; before the platform begins, the command line does.
  if (by !== null) expect(by).toBe(signal);
  else expect([0, 128 + NUMBERS[signal]]).toContain(code);
  expect(stderr).toMatch(/^(jumar: stopped; nothing was left half done\n)?$/);
});

test("a start that is told to stop while it loads its modules does", async () => {
  const hook = join(__dirname, "../support/faults/told-while-loading.cjs");
  const { ended } = startJumar(["start", "accounts"], {
    ...env,
    NODE_OPTIONS: `--require ${hook}`,
  });
  expect(await ended).toMatchObject({ code: 0, stderr: "" });
});

test.each(MOMENTS.filter((moment) => moment % 300 === 0))(
  "a migration that is told to stop after %i ms does, or was done",
  async (moment) => {
    const { code, by } = await toldAt(["migrate"], moment, "SIGINT");
    if (by !== null) expect(by).toBe("SIGINT");
    else expect([0, 130]).toContain(code);
  },
);
