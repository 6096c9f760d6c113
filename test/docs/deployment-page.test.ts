import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jumar } from "../cli/support";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/deployment.md"), "utf8");
const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code ?? "");

/** Every `jumar …` in the page's commands and sentences, up to what cannot be a part of it. */
const commands = [
  ...blocks.join("\n").replaceAll(/\\\n\s*/g, " ").matchAll(/(?:npx |AMQP_URL )jumar ([a-z][^"|>\n]*)/g),
  ...page.matchAll(/`jumar ([a-z][^`…]*)`/g),
].map(([, words = ""]) => words.trim()); // prettier-ignore

describe("the guide to deployment", () => {
  it("has blocks that the shell understands", () => {
    expect(blocks.length).toBeGreaterThan(10);
    for (const block of blocks) execFileSync("bash", ["-n", "-c", block]);
  });

  it("names commands that there are, with flags that they have", async () => {
    expect(commands.length).toBeGreaterThanOrEqual(6);
    for (const command of commands) {
      const words = command.split(" ").filter((word) => /^[a-z-]/.test(word));
      const name = words.slice(
        0,
        words.findIndex((word, at) => at > 0 && word.startsWith("-")) >>> 0,
      );
      const { code, stdout } = await jumar([...name.slice(0, 2), "--help"]);
      expect({ command, code }).toEqual({ command, code: 0 });
      const flags = words.filter((word) => word.startsWith("--"));
      for (const flag of flags) expect(stdout).toContain(flag);
    }
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
