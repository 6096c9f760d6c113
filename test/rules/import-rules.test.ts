import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { clean, faults } from "./planted-imports";

const root = join(__dirname, "../..");
const configFile = join(root, ".dependency-cruiser.cjs");
// oxlint-disable-next-line typescript/no-require-imports -- the configuration is CommonJS
const config = require(configFile) as { forbidden: { name: string; comment?: string }[] };

interface Violation {
  rule: { name: string };
  from: string;
}

describe("the import rules", () => {
  let folder: string;
  let violations: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "jumar-import-rules-"));
    plantPackages();
    for (const [file, imports] of Object.entries(clean)) plant(file, imports);
    for (const [file, imported] of Object.values(faults).flat()) plant(file, [imported]);
    violations = (await cruise()).map(({ rule, from }) => `${rule.name} in ${from}`);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(config.forbidden.map(({ name }) => name))("are broken by what is planted: %s", (name) => {
    const planted = faults[name] ?? [];
    expect(planted).not.toHaveLength(0);
    for (const [file] of planted) expect(violations).toContain(`${name} in ${file}`);
  });

  it("leave the rest of the tree alone", () => {
    const planted = new Set(Object.values(faults).flatMap((all) => all.map(([file]) => file)));
    expect(violations.filter((line) => !planted.has(line.split(" in ")[1] ?? ""))).toEqual([]);
  });

  it("are told apart by what is planted: a fault breaks the rules it was planted for", () => {
    // Some faults break a second rule by their nature; nothing else may come along.
    const alsoBreaks: Record<string, string[]> = {
      "domain-and-store-know-no-transport": ["moleculer-at-few-places"],
      "no-import-of-start": ["shared-knows-no-service"],
      "only-sign-in-opens-sessions": ["accounts-rooms-by-index-among-rooms"],
    };
    for (const [name, planted] of Object.entries(faults)) {
      const allowed = [name, ...(alsoBreaks[name] ?? [])];
      for (const [file] of planted) {
        const broken = violations.filter((line) => line.endsWith(` in ${file}`));
        expect(broken.filter((line) => !allowed.includes(line.split(" in ")[0] ?? ""))).toEqual([]);
      }
    }
  });

  it("have no planted fault for a rule that is gone, and tell the reader what to do", () => {
    expect(Object.keys(faults).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
    for (const { comment } of config.forbidden) expect(comment?.length).toBeGreaterThan(40);
  });

  function plant(file: string, imports: string[]): void {
    const lines = imports.map((specifier, i) => {
      const name = specifier.replace(/^type /, "");
      const kind = specifier.startsWith("type ") ? "import type" : "import";
      return `${kind} x${String(i)} from ${JSON.stringify(name)};`;
    });
    const uses = imports.map((_, i) => `export type T${String(i)} = typeof x${String(i)};`);
    write(file, [...lines, ...uses, "export default 1;"].join("\n"));
  }

  function plantPackages(): void {
    const dependencies = [
      "knex",
      "pg",
      "zod",
      "pino",
      "amqplib",
      "@opentelemetry/api",
      "moleculer",
      "moleculer-web",
      "eventsource-parser",
    ];
    const version = "1.0.0";
    const all = [...dependencies, "@oclif/core", "smtp-server"];
    for (const name of all) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version }));
      write(`node_modules/${name}/index.js`, "module.exports = {};");
    }
    const named = (names: string[]) => Object.fromEntries(names.map((name) => [name, version]));
    write(
      "package.json",
      JSON.stringify({
        dependencies: named([...dependencies, "@oclif/core"]),
        devDependencies: named(["smtp-server"]),
      }),
    );
  }

  function write(file: string, content: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${content}\n`);
  }

  async function cruise(): Promise<Violation[]> {
    const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const folders = ["services", "shared", "cli", "test"];
    const args = [bin, "--config", configFile, "--output-type", "json", ...folders];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    });
    return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  }
});
