import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jumar } from "../cli/support";
import { commandsIn, expectCommand, shellBlocks } from "./commands";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/deployment.md"), "utf8");
const blocks = shellBlocks(page);
const commands = commandsIn(page);

describe("the guide to deployment", () => {
  it("has blocks that the shell understands", () => {
    expect(blocks.length).toBeGreaterThan(10);
    for (const block of blocks) execFileSync("bash", ["-n", "-c", block]);
  });

  it("names commands that there are, with flags that they have", async () => {
    expect(commands.length).toBeGreaterThanOrEqual(6);
    for (const command of commands) await expectCommand(command);
  });

  it("names files that there are", () => {
    const files =
      page.match(/deploy\/[\w-]+(?:\/[\w.-]+)*\.(?:toml|yaml|json)|deploy\/Dockerfile/g) ?? [];
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it("has every step of the plan: what one makes, creates or grants, the other does too", async () => {
    const { stdout } = await jumar([
      "deploy",
      "plan",
      "--region",
      "fra",
      "--domain",
      "accounts.example.com",
    ]);
    const kinds =
      /fly (apps|volumes|secrets|scale|ssh|ips|certs|deploy|proxy)(?: [a-z]+)?|create-(?:ca|node|client)|cockroach init|(?:CREATE|GRANT) \w+/g;
    const of = (text: string) => [...new Set(text.match(kinds) ?? [])].sort();
    const inGuide = of(page);
    expect(
      of(stdout).filter(
        (kind) =>
          !inGuide.includes(kind) && kind !== "GRANT SYSTEM" && !/^fly (deploy|proxy)/.test(kind),
      ),
    ).toEqual([]);
  });

  it("names scripts of npm that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: object;
    };
    for (const [, name] of page.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty([name!]);
  });
});
