import type { Database } from "../connect";
import { createLeases } from "../lease";
import { requireOwnSession } from "../schema-connection";
import { NewerSchemaError } from "./errors";
import type { MigrationSet, MigrationStep } from "./migration";
import { alone, type RunOptions, runSteps, type Step } from "./run-steps";
import { readState } from "./state";

/** Which migrations of a service stay; all later ones are undone. */
export interface RollbackTarget {
  service: string;
  /** The last that stays; undefined: none. */
  last: string | undefined;
}

/**
 * Undoes the later migrations of some services, the newest first and one process at a time. What was in
 * the tables and columns that go is gone. Throws NewerSchemaError when a newer version has migrated on,
 * as only that one knows the way back from there.
 */
export async function rollback(
  db: Database,
  sets: readonly MigrationSet[],
  targets: readonly RollbackTarget[],
  options: RunOptions = {},
): Promise<MigrationStep[]> {
  // Before anything is made in a database that is somebody else's.
  await stepsBack(db, sets, targets);
  await requireOwnSession(db);
  await createLeases(db);
  return await alone(db, options, async () =>
    runSteps(db, "down", await stepsBack(db, sets, targets), options),
  );
}

async function stepsBack(
  db: Database,
  sets: readonly MigrationSet[],
  targets: readonly RollbackTarget[],
): Promise<Step[]> {
  const steps: Step[] = [];
  // Services know nothing of each other's tables, so their order is of no matter; the last made go first.
  for (const set of [...sets].reverse()) {
    const target = targets.find(({ service }) => service === set.service);
    if (!target) continue;
    const { done, newer } = await readState(db, set);
    if (newer.length > 0) throw new NewerSchemaError(set.service, newer);
    const { last = "" } = target;
    const later = done.filter(({ name }) => name > last).reverse();
    steps.push(...later.map((migration) => ({ set, migration })));
  }
  return steps;
}
