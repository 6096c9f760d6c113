import type { Database } from "../connect";
import {
  isContracting,
  NewerSchemaError,
  type Migration,
  type MigrationSet,
  type MigrationStep,
} from "./migration";

/**
 * What `migrate` would run, in order. A newer version may have migrated on, as it does before its
 * processes replace those of this one; throws NewerSchemaError when it took something away, or when its
 * migrations are not a continuation of these.
 */
export async function pendingMigrations(
  db: Database,
  sets: readonly MigrationSet[],
): Promise<MigrationStep[]> {
  const steps: MigrationStep[] = [];
  for (const set of sets) {
    const { pending, newer } = await readState(db, set);
    const inTheWay = pending.length > 0 ? newer : newer.filter(isContracting);
    if (inTheWay.length > 0) throw new NewerSchemaError(set.service, inTheWay);
    steps.push(
      ...stepsOf(
        set,
        pending.map(({ name }) => name),
      ),
    );
  }
  return steps;
}

/** What a newer version has run besides, in order. */
export async function newerMigrations(
  db: Database,
  sets: readonly MigrationSet[],
): Promise<MigrationStep[]> {
  const steps: MigrationStep[] = [];
  for (const set of sets) {
    const { newer } = await readState(db, set);
    steps.push(...stepsOf(set, newer));
  }
  return steps;
}

function stepsOf({ service }: MigrationSet, names: readonly string[]): MigrationStep[] {
  return names.map((migration) => ({ service, migration }));
}

/**
 * A service's migrations that were run and those that were not, each in the order of running, and the
 * names of those that were run and are not known here.
 */
export async function readState(
  db: Database,
  set: MigrationSet,
): Promise<{ done: Migration[]; pending: Migration[]; newer: string[] }> {
  const names = new Set(await completed(db, set.service));
  const known = new Set(set.migrations.map(({ name }) => name));
  return {
    done: set.migrations.filter(({ name }) => names.has(name)),
    pending: set.migrations.filter(({ name }) => !names.has(name)),
    newer: [...names].filter((name) => !known.has(name)).sort(),
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
