import type { Knex } from "knex";
import type { Database } from "../connect";
import { readEngine } from "../engine";
import { createLeases, withLease } from "../lease";
import { knexSettings } from "./knex-settings";
import { NewerSchemaError, type MigrationSet, type MigrationStep } from "./migration";
import { readState } from "./state";

/** Which migrations of a service stay; all later ones are undone. */
export interface RollbackTarget {
  service: string;
  /** The last that stays; undefined: none. */
  last: string | undefined;
}

/**
 * Undoes the later migrations of some services, the newest first and one process at a time; `onStep`
 * hears of each step undone. What was in the tables and columns that go is gone. Throws NewerSchemaError
 * when a newer version has migrated on, as only that one knows the way back from there.
 */
export async function rollback(
  db: Database,
  sets: readonly MigrationSet[],
  targets: readonly RollbackTarget[],
  onStep: (step: MigrationStep) => void = () => undefined,
): Promise<MigrationStep[]> {
  await createLeases(db);
  return await withLease(db, "migrate", async () => {
    const engine = await readEngine(db);
    const undone: MigrationStep[] = [];
    for (const { set, migration } of await stepsBack(db, sets, targets)) {
      const settings = knexSettings(set, engine);
      await db.migrate.forceFreeMigrationsLock(settings);
      await db.migrate.down({ ...settings, name: migration } as Knex.MigratorConfig);
      const step = { service: set.service, migration };
      undone.push(step);
      onStep(step);
    }
    return undone;
  });
}

async function stepsBack(
  db: Database,
  sets: readonly MigrationSet[],
  targets: readonly RollbackTarget[],
): Promise<{ set: MigrationSet; migration: string }[]> {
  const steps: { set: MigrationSet; migration: string }[] = [];
  // Services know nothing of each other's tables, so their order is of no matter; the last made go first.
  for (const set of [...sets].reverse()) {
    const target = targets.find(({ service }) => service === set.service);
    if (!target) continue;
    const { done, newer } = await readState(db, set);
    if (newer.length > 0) throw new NewerSchemaError(set.service, newer);
    const { last = "" } = target;
    const later = done.filter(({ name }) => name > last).reverse();
    steps.push(...later.map(({ name }) => ({ set, migration: name })));
  }
  return steps;
}
