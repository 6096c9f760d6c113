import type { Knex } from "knex";
import type { Database } from "../connect";
import { readEngine } from "../engine";
import { createLeases, withLease } from "../lease";
import { knexSettings } from "./knex-settings";
import type { MigrationSet, MigrationStep } from "./migration";
import { readSchema, readState } from "./state";

/** Runs what is pending, one process at a time; `onStep` hears of each step done. */
export async function migrate(
  db: Database,
  sets: readonly MigrationSet[],
  onStep: (step: MigrationStep) => void = () => undefined,
): Promise<MigrationStep[]> {
  await createLeases(db);
  // Looking first without the lease keeps an up-to-date start from waiting for anyone.
  if ((await readSchema(db, sets)).pending.length === 0) return [];
  return await withLease(db, "migrate", async () => {
    const engine = await readEngine(db);
    const done: MigrationStep[] = [];
    for (const set of sets) {
      const { pending } = await readState(db, set);
      if (pending.length === 0) continue;
      await db.raw("create schema if not exists ??", [set.service]);
      const settings = knexSettings(set, engine);
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
