import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { leftOut } from "../support/left-out";

const FOLDER = join(__dirname, "../../deploy/observability");
const rules = readFileSync(join(FOLDER, "alerts.yml"), "utf8");
const caseFiles = readdirSync(FOLDER).filter((name) => name.endsWith(".test.yml"));
const cases = caseFiles.map((name) => readFileSync(join(FOLDER, name), "utf8")).join("");
const docs = readFileSync(join(__dirname, "../../docs/observability.md"), "utf8");
const alerts = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name!);

it("has for every rule data on which it fires and clears, and words on what to do", () => {
  expect(alerts.length).toBeGreaterThan(10);
  const named = [...cases.matchAll(/^ +- name: (\w+)$/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual([...alerts].sort());
  expect([...docs.matchAll(/^\| `(Jumar\w+)`/gm)].map(([, name]) => name)).toEqual(alerts);
});

describe("the rules by promtool", () => {
  it("are rules, which fire and clear on recorded data", async () => {
    if (await isAbsent()) return;
    expect(await promtool(["check", "rules", "alerts.yml"], FOLDER)).toMatchObject({ code: 0 });
    const { code, output } = await promtool(["test", "rules", ...caseFiles], FOLDER);
    expect({ code, output }).toMatchObject({ code: 0 });
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
