import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadMigrations, serviceNames } from "../../services/load";
import { isContracting } from "../../shared/database/migrations/migration";
import { commandsIn, expectCommand, shellBlocks } from "./commands";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/upgrading.md"), "utf8");

describe("docs/upgrading.md", () => {
  it("has blocks that the shell understands, of commands that there are", async () => {
    const blocks = shellBlocks(page);
    expect(blocks).toHaveLength(3);
    for (const block of blocks) execFileSync("bash", ["-n", "-c", block]);
    const commands = commandsIn(page);
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) await expectCommand(command);
  });

  it("names files, scripts, links and sections that there are", () => {
    const files = page.match(/test\/[\w/.-]+\.ts/g) ?? [];
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: object;
    };
    for (const [, name] of page.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty([name!]);
    for (const [, target = "", section] of page.matchAll(/\]\(([^)#]+)(?:#([\w-]+))?\)/g)) {
      const text = readFileSync(join(root, "docs", target), "utf8").toLowerCase();
      if (section !== undefined) expect(text).toContain(`## ${section}`);
    }
  });

  it("is led to from deployment, the database and the readme", () => {
    for (const [path, link] of [
      ["docs/deployment.md", "(upgrading.md)"],
      ["docs/database.md", "(upgrading.md)"],
      ["README.md", "(docs/upgrading.md)"],
    ] as const) {
      expect(readFileSync(join(root, path), "utf8")).toContain(link);
    }
  });

  it("has every service in the order of replacing, and names of migrations that mean what it says", () => {
    const [, order = ""] = /the usual one is ([^]+?), so that/.exec(page) ?? [];
    expect(order.split(/,\s+/).sort()).toEqual(serviceNames);
    expect(order.split(/,\s+/).at(-1)).toBe("web-gateway");
    const names = [...page.matchAll(/`(\d{4}-[\w-]+)`/g)].map(([, name = ""]) => name);
    expect(names).toHaveLength(1);
    expect(names.filter(isContracting)).toEqual(names);
    const all = loadMigrations().flatMap(({ migrations }) => migrations.map(({ name }) => name));
    expect(all.filter(isContracting)).toEqual([]);
  });
});
