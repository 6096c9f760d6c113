import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leftOut } from "../support/left-out";

const FOLDER = join(__dirname, "../../deploy/observability");
const rules = readFileSync(join(FOLDER, "alerts.yml"), "utf8");
const cases = readFileSync(join(FOLDER, "alerts.test.yml"), "utf8");
const docs = readFileSync(join(__dirname, "../../docs/observability.md"), "utf8");
const alerts = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name!);

it("has for every rule data on which it fires and clears, and words on what to do", () => {
  expect(alerts.length).toBeGreaterThan(10);
  expect([...cases.matchAll(/^ +- name: (\w+)$/gm)].map(([, name]) => name)).toEqual(alerts);
  expect([...docs.matchAll(/^\| `(Jumar\w+)`/gm)].map(([, name]) => name)).toEqual(alerts);
});

describe("the rules by promtool", () => {
  it("are rules, which fire and clear on recorded data", async () => {
    if (await isAbsent()) return;
    expect(await promtool(["check", "rules", "alerts.yml"], FOLDER)).toMatchObject({ code: 0 });
    const { code, output } = await promtool(["test", "rules", "alerts.test.yml"], FOLDER);
    expect({ code, output }).toMatchObject({ code: 0 });
  });

  it("fail their data when a threshold is another", async () => {
    if (await isAbsent()) return;
    const folder = mkdtempSync(join(tmpdir(), "jumar-alerts-"));
    try {
      cpSync(join(FOLDER, "alerts.test.yml"), join(folder, "alerts.test.yml"));
      for (const [from, to] of [
        ["seconds) > 60", "seconds) > 6000"],
        ["jumar_dead_letters) > 0", "jumar_dead_letters) >= 0"],
      ] as const) {
        expect(rules).toContain(from);
        writeFileSync(join(folder, "alerts.yml"), rules.replace(from, to));
        expect((await promtool(["test", "rules", "alerts.test.yml"], folder)).code).not.toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function isAbsent(): Promise<boolean> {
  if ((await promtool(["--version"], FOLDER)).code === 0) return false;
  leftOut("tests of the alert rules", "promtool is not here (apt-get install prometheus)");
  return true;
}

function promtool(args: string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile("promtool", args, { cwd }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : 127) : 0;
      resolve({ code, output: stdout + stderr });
    });
  });
}
