import type { Database } from "../connect";
import { type Engine, readEngine } from "../engine";
import { withLease } from "../lease";
import { persist } from "../persist";
import { withSchemaConnection } from "../schema-connection";
import { BlockedError } from "./errors";
import type { Migration, MigrationListener, MigrationSet, MigrationStep } from "./migration";
import { addToRecord, createRecord, removeFromRecord } from "./record";
import { type SchemaWatch, watchSchema } from "./watch-schema";

/** In ms: how long a step asks again for a lock that others hold, 3 s at a time. */
const PATIENCE = 300_000;

/** In ms: how long another process may be at it, which may have an index to build. */
const OTHERS_MAY_TAKE = 600_000;

/** A step of a service's, in one of the two directions. */
export interface Step {
  set: MigrationSet;
  migration: Migration;
}

export interface RunOptions extends MigrationListener {
  /** In ms: how long a step may wait for locks; 5 minutes unless said. */
  patience?: number;
}

/** Runs `work` while no other process migrates; needs `createLeases`. */
export async function alone<T>(
  db: Database,
  { onNotice }: MigrationListener,
  work: () => Promise<T>,
): Promise<T> {
  return await withLease(db, "migrate", work, {
    waitMs: OTHERS_MAY_TAKE,
    onWait: () => onNotice?.("another process is migrating; waits for it"),
  });
}

/**
 * Runs steps in their order and writes down each; needs the lease. A step that loses against another
 * transaction runs again from its first statement, and one that waits for a lock lets others pass.
 */
export async function runSteps(
  db: Database,
  way: "up" | "down",
  steps: readonly Step[],
  options: RunOptions,
): Promise<MigrationStep[]> {
  if (steps.length === 0) return [];
  const engine = await readEngine(db);
  const say = (line: string): void => options.onNotice?.(line);
  const watch = watchSchema(db, engine, say);
  const done: MigrationStep[] = [];
  try {
    return await withSchemaConnection(db, async (schemaDb) => {
      for (const { set, migration } of steps) {
        const step = { service: set.service, migration: migration.name };
        watch.begin(`${step.service}/${step.migration}`);
        await persist(
          () => runStep(schemaDb, way, { set, migration }, { engine, say }),
          patienceWith(watch, step, options.patience ?? PATIENCE),
        );
        done.push(step);
        options.onStep?.(step);
      }
      return done;
    });
  } finally {
    await watch.stop();
  }
}

async function runStep(
  db: Database,
  way: "up" | "down",
  { set: { service }, migration }: Step,
  { engine, say }: { engine: Engine; say: (line: string) => void },
): Promise<void> {
  if (way === "up") await createRecord(db, service);
  if (migration.only === undefined || migration.only === engine) await migration[way](db, say);
  if (way === "up") await addToRecord(db, service, migration.name);
  else await removeFromRecord(db, service, migration.name);
}

function patienceWith(watch: SchemaWatch, step: MigrationStep, ms: number) {
  return {
    ms,
    onBlocked: () => {
      watch.sayBlocked();
    },
    giveUp: () => new BlockedError(step, Math.round(ms / 1000), watch.holders()),
  };
}
