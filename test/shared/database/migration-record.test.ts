import type { Knex } from "knex";
import { loadMigrations } from "../../../services/load";
import {
  type Database,
  migrate,
  type Migration,
  type MigrationSet,
  readSchema,
  rollback,
} from "../../../shared/database";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { startHighSequences } from "../../support/high-sequences";

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  db = database.of("migrate");
});
afterEach(() => database.drop());

const names = ["0001-a", "0002-b", "0003-c"];

function upTo(count: number): MigrationSet {
  return {
    service: "one",
    migrations: names.slice(0, count).map((name) => ({
      name,
      up: (own: Database) => own.raw("create table ??.?? (id int4)", ["one", name]),
      down: (own: Database) => own.raw("drop table ??.??", ["one", name]),
    })),
  };
}

async function tables(): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    "select tablename as name from pg_tables where schemaname = 'one' and tablename like '0%' order by 1",
  );
  return rows.map(({ name }) => name);
}

/** The runner of earlier releases, which was Knex's. */
async function before(way: "up" | "down", set: MigrationSet, name: string): Promise<void> {
  const settings = {
    schemaName: set.service,
    tableName: "migrations",
    disableTransactions: true,
    migrationSource: {
      getMigrations: () => Promise.resolve(set.migrations),
      getMigrationName: (migration: Migration) => migration.name,
      getMigration: ({ up, down }: Migration) => Promise.resolve({ up, down }),
    },
  };
  await db.raw("create schema if not exists one");
  await db.migrate.forceFreeMigrationsLock(settings);
  await db.migrate[way]({ ...settings, name } as Knex.MigratorConfig);
}

const nothing = [{ service: "one", last: undefined }];

it("goes on from what earlier releases have run and written down, and back", async () => {
  await before("up", upTo(2), "0001-a");
  await before("up", upTo(2), "0002-b");
  expect(await migrate(db, [upTo(3)])).toEqual([{ service: "one", migration: "0003-c" }]);
  expect(await tables()).toEqual(names);
  expect(await rollback(db, [upTo(3)], nothing)).toHaveLength(3);
  expect(await tables()).toEqual([]);
});

it("leaves a record from which earlier releases go on, and back", async () => {
  await migrate(db, [upTo(1)]);
  await before("up", upTo(3), "0002-b");
  await before("up", upTo(3), "0003-c");
  expect(await readSchema(db, [upTo(3)])).toEqual({ pending: [], newer: [] });
  await before("down", upTo(3), "0003-c");
  await before("down", upTo(3), "0002-b");
  await before("down", upTo(3), "0001-a");
  expect(await tables()).toEqual([]);
  expect((await readSchema(db, [upTo(3)])).pending).toHaveLength(3);
});

describe("where every sequence starts above 2^53, as on CockroachDB,", () => {
  it("goes on from what earlier releases have left, and back", async () => {
    await before("up", upTo(1), "0001-a");
    await db.raw("alter table one.migrations alter column id type int8");
    await db.raw("alter sequence one.migrations_id_seq as int8 restart with 9007199254740995");
    await db.raw("update one.migrations set id = 9007199254740993");
    expect(await migrate(db, [upTo(3)])).toHaveLength(2);
    expect(await migrate(db, [upTo(3)])).toEqual([]);
    expect(await rollback(db, [upTo(3)], nothing)).toHaveLength(3);
    expect(await tables()).toEqual([]);
  });

  it("migrates everything and back and again, and makes no sequence", async () => {
    await startHighSequences(db);
    const sets = loadMigrations();
    const all = sets.flatMap(({ migrations }) => migrations).length;
    expect(await migrate(db, sets)).toHaveLength(all);
    const { rows } = await db.raw<{ rows: unknown[] }>("select * from pg_sequences");
    expect(rows).toEqual([]);
    const everything = sets.map(({ service }) => ({ service, last: undefined }));
    expect(await rollback(db, sets, everything)).toHaveLength(all);
    expect(await migrate(db, sets)).toHaveLength(all);
  });
});
