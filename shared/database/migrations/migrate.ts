import type { Database } from "../connect";
import { createLeases } from "../lease";
import { requireOwnSession } from "../schema-connection";
import type { MigrationSet, MigrationStep } from "./migration";
import { alone, type RunOptions, runSteps } from "./run-steps";
import { readSchema, readState } from "./state";

/**
 * Runs what is pending, one process at a time. Throws a NewerSchemaError or a ForeignSchemaError before
 * anything is changed, a BlockedError when others hold a lock for too long.
 */
export async function migrate(
  db: Database,
  sets: readonly MigrationSet[],
  options: RunOptions = {},
): Promise<MigrationStep[]> {
  // Looking first without the lease keeps an up-to-date start from waiting for anyone.
  if ((await readSchema(db, sets)).pending.length === 0) return [];
  await requireOwnSession(db);
  await createLeases(db);
  return await alone(db, options, async () => {
    const steps = [];
    for (const set of sets) {
      const { pending } = await readState(db, set);
      steps.push(...pending.map((migration) => ({ set, migration })));
    }
    return await runSteps(db, "up", steps, options);
  });
}
