import type { Database } from "../connect";
import {
  NewerSchemaError,
  type Migration,
  type MigrationSet,
  type MigrationStep,
} from "./migration";

/** What `migrate` would run, in order; throws NewerSchemaError when the database is ahead of the code. */
export async function pendingMigrations(
  db: Database,
  sets: readonly MigrationSet[],
): Promise<MigrationStep[]> {
  const steps: MigrationStep[] = [];
  for (const set of sets) {
    const { pending } = await readState(db, set);
    steps.push(...pending.map(({ name }) => ({ service: set.service, migration: name })));
  }
  return steps;
}

/** A service's migrations that were run and those that were not, each in the order of running. */
export async function readState(
  db: Database,
  set: MigrationSet,
): Promise<{ done: Migration[]; pending: Migration[] }> {
  const names = new Set(await completed(db, set.service));
  const known = new Set(set.migrations.map(({ name }) => name));
  const unknown = [...names].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerSchemaError(set.service, unknown);
  return {
    done: set.migrations.filter(({ name }) => names.has(name)),
    pending: set.migrations.filter(({ name }) => !names.has(name)),
  };
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
