import { join } from "node:path";
import { loadModule } from "libpg-query";
import { loadMigrations } from "../../../services/load";
import type { MigrationSet } from "../../../shared/database";
import { contractions } from "./contractions";

const ROOT = join(__dirname, "../../..");

beforeAll(() => loadModule());

const migration = (name: string, ...statements: string[]): MigrationSet[] => [
  {
    service: "planted",
    migrations: [
      {
        name,
        async up(db) {
          for (const statement of statements) await db.raw(statement);
        },
        down: (db) => db.raw("drop table if exists planted.things"),
      },
    ],
  },
];
const found = (name: string, ...statements: string[]) =>
  contractions(ROOT, migration(name, ...statements));

const TAKEN: [statement: string, what: string][] = [
  ["drop table if exists planted.things", "drops"],
  ["drop index if exists planted.things_a", "drops"],
  ["alter table planted.things rename column a to b", "renames"],
  ["alter table planted.things drop column if exists a", "drops a column"],
  ["alter table planted.things alter column a set not null", "refuses what was taken"],
  ["alter table planted.things add constraint a check (a > 0)", "refuses what was taken"],
  ["create unique index if not exists things_a on planted.things (a)", "refuses what was taken"],
  [
    "alter table planted.things add column if not exists b text not null",
    "needs what older code does not give",
  ],
  ["alter table planted.things alter column a drop default", "takes a default away"],
];

it.each(TAKEN)(
  "finds what takes something from the version before: %s",
  async (statement, what) => {
    expect(await found("0002-things", statement)).toEqual([`planted/0002-things ${what}`]);
  },
);

it("lets that be done by a migration whose name says so", async () => {
  for (const [statement] of TAKEN) {
    expect(await found("0002-contract-things", statement)).toEqual([]);
  }
});

it("leaves alone what only adds, and the way back", async () => {
  expect(
    await found(
      "0002-things",
      "create table if not exists planted.others (a text not null)",
      "create unique index if not exists others_a on planted.others (a)",
      "alter table planted.things add column if not exists d text",
      "create unique index if not exists things_d on planted.things (d)",
      "create index if not exists things_a on planted.things (a)",
      "alter table planted.things add column if not exists b text",
      "alter table planted.things add column if not exists c int4 not null default 0",
    ),
  ).toEqual([]);
});

it("finds nothing in the migrations that there are, but for one from before the first release, and one that bars", async () => {
  expect(await contractions(ROOT, loadMigrations())).toEqual([
    "accounts/0006-unpublished drops",
    "accounts/0006-unpublished drops a column",
    // What it refuses of the version before is a session without the second factor of its user.
    "accounts/0021-factors refuses what was taken",
  ]);
});
