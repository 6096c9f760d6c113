import { existsSync } from "node:fs";
import type { Config } from "../../shared/config";
import {
  createDatabase,
  isUnreachable,
  migrate,
  pendingMigrations,
  requireServerVersion,
  settingsFromUrl,
  type MigrationSet,
  type MigrationStep,
} from "../../shared/database";
import { loadMigrations } from "../../services/load";
import { openDatabase, type OpenDatabase } from "../../services/open-database";
import { listenForInterrupt } from "../interrupt";

interface Listener {
  onStep: (step: MigrationStep) => void;
  onCreated: (database: string) => void;
}

/** Creates the database if it is absent and runs what is pending; resolves to the steps that were run here. */
export async function migrateDatabase(
  config: Config,
  { onStep, onCreated }: Listener,
): Promise<MigrationStep[]> {
  const interrupt = listenForInterrupt(
    "stopped; what was migrated stays, and the next run goes on from there",
  );
  if (config.databaseUrl !== undefined) {
    const settings = settingsFromUrl(config);
    if (await createDatabase(settings)) onCreated(settings.database ?? "");
  }
  const done: MigrationStep[] = [];
  await onDatabase(config, (database) =>
    migrate(database.of("migrate"), loadMigrations(), (step) => {
      done.push(step);
      onStep(step);
      interrupt.check();
    }),
  );
  return done;
}

/** What `migrateDatabase` would run. Changes nothing, and creates no embedded database to look into. */
export async function planMigration(config: Config): Promise<MigrationStep[]> {
  const everything = loadMigrations();
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) return stepsOf(everything);
  try {
    return await onDatabase(config, (database) =>
      pendingMigrations(database.of("migrate"), everything),
    );
  } catch (error) {
    if ((error as { code?: string }).code === DATABASE_IS_ABSENT) return stepsOf(everything);
    throw error;
  }
}

const DATABASE_IS_ABSENT = "3D000";

/**
 * Works on the database. An embedded server that another command had started ends with that command;
 * the work then goes on with a server of its own.
 */
async function onDatabase<T>(
  config: Config,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const database = await openDatabase(config);
    if (!database) throw new Error("there is no database");
    try {
      await requireServerVersion(database.of("migrate"));
      return await work(database);
    } catch (error) {
      if (!database.embedded || !isUnreachable(error) || tries === 5) throw error;
    } finally {
      await database.close();
    }
  }
}

function stepsOf(sets: MigrationSet[]): MigrationStep[] {
  return sets.flatMap(({ service, migrations }) =>
    migrations.map(({ name }) => ({ service, migration: name })),
  );
}
