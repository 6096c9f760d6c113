import { loadMigrations } from "../../services/load";
import type { Config } from "../../shared/config";
import { type MigrationListener, type MigrationStep, rollback } from "../../shared/database";
import { listenForInterrupt } from "../interrupt";
import { onDatabase } from "./on-database";
import { parseVersion } from "./rollback-target";

/** Undoes what is later than a version; resolves to the steps that were undone here. */
export async function rollbackDatabase(
  config: Config,
  version: string,
  { onStep, onNotice }: MigrationListener,
): Promise<MigrationStep[]> {
  const sets = loadMigrations();
  const targets = parseVersion(version, sets);
  const interrupt = listenForInterrupt(
    "stopped; what was undone stays so, and the same command again goes on from there",
  );
  const undone: MigrationStep[] = [];
  await onDatabase(config, (database) =>
    rollback(database.of("migrate"), sets, targets, {
      onNotice,
      onStep(step) {
        undone.push(step);
        onStep?.(step);
        interrupt.check();
      },
    }),
  );
  return undone;
}
