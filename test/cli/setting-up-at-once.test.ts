import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { eventually } from "../support/eventually";

const BOOTSTRAP = pathToFileURL(join(__dirname, "../../cli/bootstrap.mjs")).href;
/** In ms: longer than any that is sure to come to its timers. */
const BUSY = 7_000;

let folder: string;
let children: ChildProcess[];
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jumar-setup-"));
  children = [];
  said = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A command that sets something up, and is too busy with that for anything else. */
function settingUp(name: string, ms: number): ChildProcess {
  const code = `import { alone } from ${JSON.stringify(BOOTSTRAP)};
    import { writeSync } from "node:fs";
    await alone(async () => {
      writeSync(1, "${name} begins\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});
      writeSync(1, "${name} ends\\n");
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.push(...text.trim().split("\n"));
  });
  children.push(child);
  return child;
}

it("waits for a command that is busy, however long", async () => {
  settingUp("first", BUSY);
  await eventually(() => said.includes("first begins"));
  const second = settingUp("second", 0);
  await once(second, "close");
  expect(said).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

it("does not wait for one that was killed", async () => {
  const first = settingUp("first", 10 * BUSY);
  await eventually(() => said.includes("first begins"));
  first.kill("SIGKILL");
  const second = settingUp("second", 0);
  expect(await once(second, "close")).toEqual([0, null]);
  expect(said).toEqual(["first begins", "second begins", "second ends"]);
});
