import type { Database } from "../connect";
import { ForeignSchemaError, NewerSchemaError } from "./errors";
import { isContracting, type Migration, type MigrationSet, type MigrationStep } from "./migration";
import { readRecord } from "./record";

/** How far the schema of a database is, each in the order of running. */
export interface SchemaState {
  /** What `migrate` would run. */
  pending: MigrationStep[];
  /** What a newer version has run besides. */
  newer: MigrationStep[];
}

/**
 * Compares what was run with what there is. A newer version may have migrated on, as it does before its
 * processes replace those of this one; throws NewerSchemaError when it took something away, or when its
 * migrations are not a continuation of these, and a ForeignSchemaError when they are not Jumar's.
 */
export async function readSchema(
  db: Database,
  sets: readonly MigrationSet[],
): Promise<SchemaState> {
  const state: SchemaState = { pending: [], newer: [] };
  for (const set of sets) {
    const { pending, newer } = await readState(db, set);
    const inTheWay = pending.length > 0 ? newer : newer.filter(isContracting);
    if (inTheWay.length > 0) throw new NewerSchemaError(set.service, inTheWay);
    const { service } = set;
    state.pending.push(...pending.map(({ name }) => ({ service, migration: name })));
    state.newer.push(...newer.map((migration) => ({ service, migration })));
  }
  return state;
}

/**
 * A service's migrations that were run and those that were not, each in the order of running, and the
 * names of those that were run and are not known here.
 */
export async function readState(
  db: Database,
  set: MigrationSet,
): Promise<{ done: Migration[]; pending: Migration[]; newer: string[] }> {
  const names = new Set(await readRecord(db, set.service));
  const known = new Set(set.migrations.map(({ name }) => name));
  const done = set.migrations.filter(({ name }) => names.has(name));
  const newer = [...names].filter((name) => !known.has(name)).sort();
  // Every version of Jumar has the first migrations of this one.
  if (done.length === 0 && newer.length > 0) {
    throw new ForeignSchemaError(set.service, `its migrations are ${newer.slice(0, 3).join(", ")}`);
  }
  return { done, pending: set.migrations.filter(({ name }) => !names.has(name)), newer };
}
