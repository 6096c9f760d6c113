import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadMigrations, loadRights } from "../../services/load";
import {
  connect,
  migrate,
  updateRoles,
  type MigrationSet,
  type ServiceRights,
} from "../../shared/database";
import { startEmbedded, type EmbeddedDatabase } from "../../shared/database/embedded";
import { whyNoPostgresql } from "./postgresql";
import { whyNoRabbitmq } from "./rabbitmq";

declare global {
  var stopTestDatabase: (() => Promise<void>) | undefined;
}

/**
 * Offers one PostgreSQL to the whole run: it starts when a test file first connects to the socket
 * that TEST_DATABASE names, so a run without a database does not pay for one.
 */
export default async function globalSetup(): Promise<void> {
  // Loaded now: what these files import is compiled only until this function ends.
  const sets = loadMigrations();
  const rights = loadRights();
  const folder = mkdtempSync(join(tmpdir(), "jumar-test-"));
  let database: Promise<EmbeddedDatabase> | undefined;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    database ??= startTemplate(join(folder, "data"), sets, rights);
    database.then(
      ({ connection }) => socket.end(JSON.stringify({ connection })),
      (error: unknown) => socket.end(JSON.stringify({ problem: String(error) })),
    );
  });
  const path = join(folder, "socket");
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
  server.unref();
  process.env.TEST_DATABASE = path;
  const absent = await Promise.all([whyNoRabbitmq(), whyNoPostgresql()]);
  process.env.TEST_ABSENT_PARTS = absent.filter(Boolean).join("; ");
  globalThis.stopTestDatabase = async () => {
    server.close();
    await (await database?.catch(() => undefined))?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The server with a migrated database, which test databases are copied from. */
async function startTemplate(
  dataDir: string,
  sets: MigrationSet[],
  rights: ServiceRights[],
): Promise<EmbeddedDatabase> {
  const embedded = await startEmbedded({ dataDir, fast: true, maxConnections: 200 });
  const db = connect({ settings: embedded.connection, service: "migrate", poolSize: 2 });
  try {
    await migrate(db, sets);
    await updateRoles(db, rights);
    return embedded;
  } catch (error) {
    await embedded.stop();
    throw error;
  } finally {
    // A copy is refused while anybody is connected to what it is made from.
    await db.destroy();
  }
}
