import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDatabase, startEmbedded } from "../../../shared/database/embedded";
import { eventually } from "../eventually";
import { isAlive } from "./signals";

/** A PostgreSQL of a test's own, which it may stop and kill. */
export interface DatabaseNode {
  readonly url: string;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  /** Ends it as its operator would: whoever is connected is put out. */
  stop(): Promise<void>;
  /** `kill -9` of the server. */
  kill(): Promise<void>;
  /** Stops it and removes what it has stored. */
  drop(): Promise<void>;
}

/** Starts a server in a folder of its own; what it stores survives stop and kill. */
export async function startDatabaseNode(): Promise<DatabaseNode> {
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-faults-db-"));
  const start = () => startEmbedded({ dataDir, fast: true, maxConnections: 200 });
  let running: EmbeddedDatabase | undefined = await start();
  const { host, port, user, database } = running.connection;
  return {
    url: `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    async start() {
      running = await start();
    },
    async stop() {
      await running?.stop();
      running = undefined;
    },
    async kill() {
      const pid = Number.parseInt(readFileSync(join(host, "postmaster.pid"), "utf8"), 10);
      process.kill(pid, "SIGKILL");
      running = undefined;
      await eventually(() => !isAlive(pid));
    },
    async drop() {
      await running?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
