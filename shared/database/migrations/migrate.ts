import type { Knex } from "knex";
import type { Database } from "./connect";
import { createLeases, withLease } from "./lease";

/** One step of a service's schema; DDL only in the SQL that PostgreSQL and CockroachDB share. */
export interface Migration {
  /** Sorts in the order of running: `0001-users`. */
  name: string;
  up(db: Database): Promise<unknown>;
  down(db: Database): Promise<unknown>;
}

/** The migrations of one service; its schema has the service's name. */
export interface MigrationSet {
  service: string;
  migrations: Migration[];
}

export interface MigrationStep {
  service: string;
  migration: string;
}

/** The database was migrated by a newer Jumar than this one. */
export class NewerSchemaError extends Error {
  override readonly name = "NewerSchemaError";
  constructor(service: string, unknown: string[]) {
    super(
      `the database's schema is newer than this Jumar (${service}: ${unknown.join(", ")}); run the newer version`,
    );
  }
}

/** Runs what is pending, one process at a time; `onStep` hears of each step done. */
export async function migrate(
  db: Database,
  sets: MigrationSet[],
  onStep: (step: MigrationStep) => void = () => undefined,
): Promise<MigrationStep[]> {
  await createLeases(db);
  // Looking first without the lease keeps an up-to-date start from waiting for anyone.
  if ((await pendingMigrations(db, sets)).length === 0) return [];
  return await withLease(db, "migrate", async () => {
    const done: MigrationStep[] = [];
    for (const set of sets) {
      const pending = await pendingOf(db, set);
      if (pending.length === 0) continue;
      await db.raw("create schema if not exists ??", [set.service]);
      const settings = settingsOf(set);
      // The lease says that nobody else migrates, so a lock that is set is a dead process's.
      await db.migrate.forceFreeMigrationsLock(settings);
      for (const { name } of pending) {
        await db.migrate.up({ ...settings, name } as Knex.MigratorConfig);
        const step = { service: set.service, migration: name };
        done.push(step);
        onStep(step);
      }
    }
    return done;
  });
}

/** What `migrate` would run, in order; throws NewerSchemaError when the database is ahead of the code. */
export async function pendingMigrations(
  db: Database,
  sets: MigrationSet[],
): Promise<MigrationStep[]> {
  const steps: MigrationStep[] = [];
  for (const set of sets) {
    const pending = await pendingOf(db, set);
    steps.push(...pending.map(({ name }) => ({ service: set.service, migration: name })));
  }
  return steps;
}

async function pendingOf(db: Database, set: MigrationSet): Promise<Migration[]> {
  const done = new Set(await completed(db, set.service));
  const known = new Set(set.migrations.map(({ name }) => name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerSchemaError(set.service, unknown);
  return set.migrations.filter(({ name }) => !done.has(name));
}

async function completed(db: Database, service: string): Promise<string[]> {
  const there = await db.raw<{ rows: unknown[] }>(
    "select 1 from information_schema.tables where table_schema = ? and table_name = 'migrations'",
    [service],
  );
  if (there.rows.length === 0) return [];
  const rows = await db.withSchema(service).from("migrations").select<{ name: string }[]>("name");
  return rows.map(({ name }) => name);
}

function settingsOf(set: MigrationSet): Knex.MigratorConfig {
  return {
    schemaName: set.service,
    tableName: "migrations",
    disableTransactions: true,
    migrationSource: {
      getMigrations: () => Promise.resolve(set.migrations),
      getMigrationName: (migration: Migration) => migration.name,
      getMigration: (migration: Migration) =>
        Promise.resolve({ up: migration.up, down: migration.down }),
    },
  };
}
