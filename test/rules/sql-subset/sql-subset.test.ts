/* oxlint-disable no-template-curly-in-string -- some strings are sources that have templates */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadModule } from "libpg-query";
import type { Database, MigrationSet } from "../../../shared/database";
import { builderRuleNames } from "./builder-rules";
import { checkMigrations } from "./check-migrations";
import { checkSources } from "./check-sources";
import { textRuleNames } from "./check-text";
import { checkTree } from "./check-tree";
import { builderFaults, clean, faults } from "./faults";
import type { Finding } from "./finding";

const FIRST_LINES = ["export const planted = (db) =>", "  // The next line is the fault."];

let folder: string;
let files: string[];
beforeAll(async () => {
  await loadModule();
  folder = mkdtempSync(join(tmpdir(), "jumar-sql-subset-"));
});
beforeEach(() => {
  files = [];
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Plants an expression, on line 3, in a file of its own. */
function plant(code: string): string {
  const file = `services/planted/store/fault-${files.length}.ts`;
  write(file, [...FIRST_LINES, `  ${code};`]);
  return file;
}

function write(file: string, lines: string[]): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
  files.push(join(folder, file));
}

const rulesIn = (findings: Finding[], file: string) =>
  findings.filter((finding) => finding.file === file).map(({ rule, line }) => `${rule}:${line}`);

const allFaults = { ...faults, ...builderFaults };

it("has a planted fault for each rule, and none for a rule that is gone", () => {
  const rules = [...textRuleNames, ...builderRuleNames, "text-in-sight"];
  expect(Object.keys(allFaults).sort()).toEqual(rules.sort());
});

it.each(Object.keys(allFaults))("finds, on its line, and nothing else: %s", (name) => {
  const texts = faults[name]?.map((sql) => `db.raw(${JSON.stringify(sql)})`);
  const planted = (texts ?? builderFaults[name] ?? []).map(plant);
  expect(planted).not.toHaveLength(0);
  const findings = checkSources(folder, files);
  for (const file of planted)
    expect(new Set(rulesIn(findings, file))).toEqual(new Set([`${name}:3`]));
  for (const { instead } of findings) expect(instead.length).toBeGreaterThan(3);
});

it("leaves alone what both engines take, and what only strings and comments speak of", () => {
  clean.forEach(plant);
  expect(checkSources(folder, files)).toEqual([]);
});

it("follows a text through constants of other files, functions, parameters and lists", () => {
  write("services/planted/store/texts.ts", [
    "export const COLUMNS = `id,",
    "  uuidv7() as made`;",
    "export const made = (column: string) => `pg_notify(${column}, ?)`;",
  ]);
  write("services/planted/store/uses.ts", [
    'import { COLUMNS, made } from "./texts";',
    "export const list = (db) => db.raw(`select ${COLUMNS} from planted.things`);",
    'export const tell = (db) => db.raw(`select ${made("a")}`);',
    "const run = (db, sql: string) => db.raw(sql);",
    'export const all = (db) => run(db, "select * from planted.things");',
    'const STEPS = ["listen a"];',
    "export const steps = (db) => { for (const step of STEPS) db.raw(step); };",
  ]);
  const found = checkSources(folder, files).map(({ file, line, rule }) =>
    [file.split("/").at(-1), line, rule].join(" "),
  );
  expect(found.sort()).toEqual([
    "texts.ts 2 no-uuid-functions",
    "uses.ts 3 no-notify-function",
    "uses.ts 5 no-select-star",
    "uses.ts 6 no-listen",
  ]);
});

it("judges by its words what cannot be parsed", () => {
  const planted = plant(
    "db.raw(`with a as (?) select pg_notify('b', c) from a for update skip locked`)",
  );
  const blameless = plant("db.raw(`with a as (?) select 'skip locked', id from a`)");
  const findings = checkSources(folder, files);
  expect(rulesIn(findings, planted).sort()).toEqual(["no-notify-function:3", "no-skip-locked:3"]);
  expect(rulesIn(findings, blameless)).toEqual([]);
});

describe("migrations", () => {
  const nothing = () => Promise.resolve();
  const set = (up: (db: Database) => Promise<unknown>, down = nothing): MigrationSet[] => [
    { service: "planted", migrations: [{ name: "0001-planted", up, down }] },
  ];
  const rulesOf = async (sets: MigrationSet[]) =>
    new Set((await checkMigrations(join(__dirname, "../../.."), sets)).map(({ rule }) => rule));

  it("are looked at as the SQL they make, up and down", async () => {
    const up = async (db: Database) => {
      await db.schema.withSchema("planted").createTable("things", (table) => {
        table.increments("id");
      });
    };
    const down = async (db: Database) => {
      await db.schema.withSchema("planted").dropTable("things");
    };
    const rules = await rulesOf(set(up, down as () => Promise<void>));
    expect(rules).toEqual(new Set(["no-serial", "repeatable-ddl"]));
  });

  it("may do on PostgreSQL only what they ask the version for", async () => {
    const extension = "create extension if not exists pg_trgm";
    const asks = async (db: Database) => {
      const { rows } = await db.raw<{ rows: { version: string }[] }>("select version()");
      if (rows[0]?.version.startsWith("PostgreSQL")) await db.raw(extension);
    };
    expect(await rulesOf(set(asks))).toEqual(new Set());
    expect(await rulesOf(set((db) => db.raw(extension).then(nothing)))).toEqual(
      new Set(["not-on-cockroachdb"]),
    );
  });

  it("are looked at on every way they may go, whatever they find there", async () => {
    const looks = async (db: Database) => {
      const { rows } = await db.raw<{ rows: unknown[] }>("select 1 as there");
      await db.raw(rows.length > 0 ? "drop table planted.things" : "select pg_notify('a', 'b')");
    };
    expect(await rulesOf(set(looks))).toEqual(new Set(["repeatable-ddl", "no-notify-function"]));
  });

  it("may add a constraint just after they dropped it, because a second run does the same", async () => {
    const run = (...texts: string[]) =>
      set(async (db) => {
        for (const text of texts) await db.raw(`alter table planted.things ${text}`);
      });
    const add = "add constraint a check (b > 0)";
    expect(await rulesOf(run("drop constraint if exists a", add))).toEqual(new Set());
    const others = [[add], ["drop constraint if exists c", add], ["drop constraint a", add]];
    for (const texts of others) {
      expect(await rulesOf(run(...texts))).toEqual(new Set(["repeatable-ddl"]));
    }
  });

  it("make no unique index on a column that another of them made JSONB", async () => {
    const up = async (db: Database) => {
      await db.raw("create table if not exists planted.things (a jsonb)");
      await db.raw("create unique index if not exists things_a on planted.things (a)");
    };
    expect(await rulesOf(set(up))).toEqual(new Set(["no-unique-json"]));
  });
});

it("finds nothing in the tree", async () => {
  expect(await checkTree(join(__dirname, "../../.."))).toEqual([]);
});
