import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { TERMINAL_LEVEL } from "../../cli/platform/terminal-level";
import { variables } from "../../shared/config/variables";
import { type ProcessTarget, startTarget } from "../support/target";

const root = join(__dirname, "../..");
const MAILBOX =
  "curl -s 'http://localhost:4000/dev/mailbox?to=ada@example.com' --header 'accept: application/json'";
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the README", () => {
  let target: ProcessTarget;
  beforeAll(async () => {
    target = await startTarget();
  });
  afterAll(async () => {
    await target.stop();
  });

  it("is true word by word: its commands, run in order, show what they say", async () => {
    const blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code ?? "");
    expect(blocks.length).toBeGreaterThanOrEqual(4);
    const script = blocks
      .map((block) => `${block}\necho; echo ----`)
      .join("\n")
      // A person waits as long as it takes.
      .replace("sleep 2", `until ${MAILBOX} | grep -q users/confirm; do sleep 0.1; done`)
      .replaceAll("http://localhost:4000", target.url);
    // It starts npm first, which is most of what a command would cost.
    expect(script).not.toContain("npx");
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...target.env },
    });
    const [signUp, confirmed, session, admin] = stdout.split("----");
    expect(signUp).toContain('"confirmed_at":null');
    expect(confirmed).toMatch(/"confirmed_at":"20/);
    expect(session).toContain('"current":true');
    expect(session).toContain('"type":"user.registered"');
    expect(admin).toContain("ada@example.com");
    expect(admin).toContain('"type":"session.created"');
  });

  it("says which LOG_LEVEL there is without one, on a terminal and elsewhere", () => {
    const [, row = ""] = /^\| `LOG_LEVEL`\s*\|([^|]*)\|/m.exec(readme) ?? [];
    const elsewhere = variables.shape.LOG_LEVEL.parse(undefined);
    expect(row.trim()).toBe(`\`${elsewhere}\` (on a terminal: \`${TERMINAL_LEVEL}\`)`);
  });

  it("names every setting, and no other", () => {
    const table = readme.slice(readme.indexOf("## Configure"), readme.indexOf("## Develop"));
    const named = [...table.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name);
    const known = Object.keys(variables.shape);
    expect(known.filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !known.includes(name ?? ""))).toEqual([]);
  });
});
