import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadMigrations, loadRights } from "../../services/load";
import {
  connect,
  migrate,
  type MigrationSet,
  type ServiceRights,
  updateRoles,
} from "../../shared/database";
import { startEmbedded } from "../../shared/database/embedded";
import { installPackage } from "./packed-package";
import { whyNoPostgresql } from "./postgresql";
import { whyNoRabbitmq } from "./rabbitmq";
import { offerPart, type Part } from "./run-parts";
import { startSharedPlatform } from "./shared-platform";

declare global {
  var stopTestParts: (() => Promise<void>) | undefined;
}

/**
 * Offers one PostgreSQL, one platform and the packed package to the whole run; each is made when a test
 * file first asks for it, so a run that needs none does not pay for them.
 */
export default async function globalSetup(): Promise<void> {
  // Loaded now: what these files import is compiled only until this function ends.
  const sets = loadMigrations();
  const rights = loadRights();
  const folder = mkdtempSync(join(tmpdir(), "jumar-test-"));
  const stops = [
    await offerPart(folder, "cluster", () => makeCluster(join(folder, "cluster-data"))),
    await offerPart(folder, "database", () => startTemplate(join(folder, "data"), sets, rights)),
    await offerPart(folder, "package", () => installPackage(join(folder, "packed"))),
    await offerPart(folder, "platform", () => startSharedPlatform(folder)),
  ];
  const absent = await Promise.all([whyNoRabbitmq(), whyNoPostgresql()]);
  process.env.TEST_ABSENT_PARTS = absent.filter(Boolean).join("; ");
  globalThis.stopTestParts = async () => {
    for (const stop of stops.reverse()) await stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A data folder that is initialised and that nobody uses, for tests of clusters to copy. */
async function makeCluster(dataDir: string): Promise<Part> {
  const { stop } = await startEmbedded({ dataDir, fast: true });
  await stop();
  return { about: { dataDir }, stop: () => Promise.resolve() };
}

/** The server with a migrated database, which test databases are copied from. */
async function startTemplate(
  dataDir: string,
  sets: MigrationSet[],
  rights: ServiceRights[],
): Promise<Part> {
  // Enough for what four workers have open, each pool of each service at its limit.
  const embedded = await startEmbedded({ dataDir, fast: true, maxConnections: 800 });
  const db = connect({ settings: embedded.connection, service: "migrate", poolSize: 2 });
  try {
    await migrate(db, sets);
    await updateRoles(db, rights);
    return { about: embedded.connection, stop: embedded.stop };
  } catch (error) {
    await embedded.stop();
    throw error;
  } finally {
    // A copy is refused while anybody is connected to what it is made from.
    await db.destroy();
  }
}
