import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const root = join(__dirname, "../..");
const configFile = join(root, ".dependency-cruiser.cjs");
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the configuration is CommonJS
const config = require(configFile) as { forbidden: { name: string; comment?: string }[] };

/** A planted fault: the file, and what it imports although a rule forbids it. */
type Fault = [file: string, imports: string];

const faults: Record<string, Fault[]> = {
  "no-other-service": [
    ["services/accounts/domain/planted.ts", "../../search/domain/find"],
    ["services/accounts/service-of-search.ts", "../search/service"],
  ],
  "no-import-of-start": [
    ["services/audit/starts.ts", "../start"],
    ["shared/service/starts.ts", "../../services/start"],
    ["services/audit/loads.ts", "../load"],
  ],
  "start-enters-services-by-service-ts": [["services/beside-start.ts", "./search/domain/find"]],
  "rooms-by-index": [
    ["services/accounts/deep.ts", "../../shared/ids/type-id"],
    ["cli/commands/users/deep.ts", "../../../shared/ids/type-id"],
    ["cli/beside-the-rooms.ts", "../shared/loose"],
  ],
  "rooms-by-index-among-rooms": [["shared/sessions/deep.ts", "../ids/type-id"]],
  "embedded-database-by-index": [["cli/embedded-deep.ts", "../shared/database/embedded/launch"]],
  "embedded-database-for-few": [
    ["services/accounts/embedded.ts", "../../shared/database/embedded"],
    ["shared/events/embedded.ts", "../database/embedded"],
  ],
  "shared-knows-no-service": [["shared/service/knows.ts", "../../services/search/service"]],
  "only-tests-import-cli": [
    ["services/search/cli.ts", "../../cli/base-command"],
    ["shared/config/cli.ts", "../../cli/base-command"],
  ],
  "cli-reaches-start-only": [["cli/reaches.ts", "../services/search/domain/find"]],
  "nobody-imports-test": [["shared/service/uses-test.ts", "../../test/support/tool"]],
  "store-imports-nothing-above": [
    ["services/search/store/up.ts", "../domain/find"],
    ["services/search/store/top.ts", "../service"],
  ],
  "domain-imports-nothing-above": [
    ["services/search/domain/up.ts", "../service"],
    ["services/web-gateway/domain/up.ts", "../pages/home"],
  ],
  "migrations-stand-alone": [["services/search/migrations/0002-reuses.ts", "../store/documents"]],
  "domain-and-store-know-no-transport": [
    ["services/search/domain/http.ts", "node:http"],
    ["services/search/domain/process.ts", "node:process"],
    ["services/search/domain/amqp.ts", "amqplib"],
    ["services/search/store/oclif.ts", "@oclif/core"],
    ["services/web-gateway/domain/moleculer.ts", "moleculer"],
  ],
  "database-driver-at-few-places": [
    ["services/search/domain/knex.ts", "knex"],
    ["shared/service/knex.ts", "knex"],
    ["cli/commands/users/pg.ts", "pg"],
  ],
  "pure-rooms": [
    ["shared/contracts/database.ts", "../database"],
    ["shared/ids/reads.ts", "node:fs"],
    ["shared/errors/logs.ts", "pino"],
  ],
  "client-runs-anywhere": [
    ["shared/client/loads.ts", "../contracts"],
    ["shared/client/node.ts", "node:crypto"],
    ["shared/client/parses.ts", "zod"],
  ],
  "moleculer-at-few-places": [
    ["services/search/moleculer.ts", "moleculer"],
    ["shared/events/moleculer.ts", "moleculer"],
    ["services/moleculer.ts", "moleculer"],
    ["cli/commands/users/moleculer.ts", "moleculer-web"],
  ],
  "opentelemetry-by-observability": [["shared/events/traces.ts", "@opentelemetry/api"]],
  "no-development-dependency": [["services/notifier/dev.ts", "smtp-server"]],
  // A cycle is reported once, at its first file.
  "no-cycle": [["services/audit/domain/egg.ts", "./hen"]],
  resolvable: [["services/audit/domain/lost.ts", "./nowhere"]],
};

/** What the tree is meant to look like: nothing here may be reported. */
const clean: Record<string, string[]> = {
  "services/accounts/service.ts": [
    "./domain/register",
    "../../shared/service",
    "../../shared/contracts",
  ],
  "services/accounts/domain/register.ts": [
    "../store/users",
    "../../../shared/errors",
    "node:crypto",
  ],
  "services/accounts/domain/typed.ts": ["type knex", "../deps"],
  "services/accounts/deps.ts": ["./domain/hasher", "../../shared/service"],
  "services/accounts/domain/hasher.ts": [],
  "services/start.ts": ["./load", "./search/service", "moleculer", "../shared/database/embedded"],
  "services/load.ts": ["../shared/database/embedded"],
  "services/accounts/store/users.ts": ["knex", "../../../shared/database"],
  "services/accounts/migrations/0001-users.ts": ["type knex", "../../../shared/database"],
  "services/audit/domain/hen.ts": ["./egg"],
  "services/search/service.ts": ["./domain/find"],
  "services/search/domain/find.ts": ["../store/documents"],
  "services/search/store/documents.ts": ["knex"],
  "services/web-gateway/service.ts": ["./api/routes", "./pages/home", "moleculer-web"],
  "services/web-gateway/api/routes.ts": ["node:http", "../../../shared/sessions"],
  "services/web-gateway/pages/home.ts": [],
  "shared/loose.ts": [],
  "shared/ids/index.ts": ["./type-id"],
  "shared/ids/type-id.ts": ["node:crypto"],
  "shared/errors/index.ts": ["../ids", "zod"],
  "shared/contracts/index.ts": ["../ids", "../errors", "zod"],
  "shared/database/index.ts": ["knex", "pg", "./embedded"],
  "shared/database/embedded/index.ts": ["./launch", "node:net"],
  "shared/database/embedded/launch.ts": [],
  "shared/events/index.ts": ["knex", "amqplib", "../contracts"],
  "shared/sessions/index.ts": ["knex", "../ids"],
  "shared/client/index.ts": ["type ../contracts", "eventsource-parser"],
  "shared/service/index.ts": ["moleculer", "pino"],
  "shared/testing/index.ts": ["../database/embedded"],
  "cli/base-command.ts": ["@oclif/core", "../shared/config"],
  "cli/commands/console.ts": ["moleculer", "../base-command"],
  "cli/commands/start.ts": [
    "../../services/start",
    "../../services/load",
    "../../shared/database/embedded",
  ],
  "shared/config/index.ts": ["zod"],
  "test/support/tool.ts": ["knex", "moleculer", "smtp-server", "../../services/search/domain/find"],
};

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
