import { existsSync } from "node:fs";
import { loadMigrations, loadRights, serviceNames } from "../../services/load";
import type { Config } from "../../shared/config";
import {
  createDatabase,
  type DroppedRoles,
  dropSharedRoles,
  migrate,
  type MigrationListener,
  type MigrationSet,
  type MigrationStep,
  readSchema,
  type RoleChanges,
  settingsFromUrl,
  updateRoles,
} from "../../shared/database";
import { listenForInterrupt } from "../interrupt";
import { onDatabase } from "./on-database";

interface Listener extends MigrationListener {
  onCreated: (database: string) => void;
  onRoles: (changes: RoleChanges) => void;
  onNewer: (newer: MigrationStep[]) => void;
  onDropped: (roles: DroppedRoles) => void;
}

/**
 * Creates the database if it is absent, runs what is pending and gives the services' roles their
 * rights; resolves to the steps that were run here. Where a newer version has migrated on, it changes
 * nothing.
 */
export async function migrateDatabase(
  config: Config,
  { onStep, onNotice, onCreated, onRoles, onNewer, onDropped }: Listener,
  { dropsRoles = false } = {},
): Promise<MigrationStep[]> {
  const interrupt = listenForInterrupt(
    "stopped; what was migrated stays, and the next run goes on from there",
  );
  if (config.databaseUrl !== undefined) {
    const settings = settingsFromUrl(config);
    if (await createDatabase(settings)) onCreated(settings.database ?? "");
  }
  const done: MigrationStep[] = [];
  await onDatabase(config, async (database) => {
    const db = database.of("migrate");
    await migrate(db, loadMigrations(), {
      onNotice,
      onStep(step) {
        done.push(step);
        onStep?.(step);
        interrupt.check();
      },
    });
    const { newer } = await readSchema(db, loadMigrations());
    // The rights are the newer version's too: what it has given is not to be taken back.
    if (newer.length > 0) onNewer(newer);
    else onRoles(await updateRoles(db, loadRights()));
    if (dropsRoles) onDropped(await dropSharedRoles(db, serviceNames));
  });
  return done;
}

/** What `migrateDatabase` would run. Changes nothing, and creates no embedded database to look into. */
export async function planMigration(config: Config): Promise<MigrationStep[]> {
  const everything = loadMigrations();
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) return stepsOf(everything);
  try {
    return await onDatabase(config, async (database) => {
      const { pending } = await readSchema(database.of("migrate"), everything);
      return pending;
    });
  } catch (error) {
    if ((error as { code?: string }).code === DATABASE_IS_ABSENT) return stepsOf(everything);
    throw error;
  }
}

const DATABASE_IS_ABSENT = "3D000";

function stepsOf(sets: MigrationSet[]): MigrationStep[] {
  return sets.flatMap(({ service, migrations }) =>
    migrations.map(({ name }) => ({ service, migration: name })),
  );
}
