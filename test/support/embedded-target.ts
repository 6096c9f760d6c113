import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Database } from "../../shared/database";
import { findEmbedded } from "../../shared/database/embedded";
import { eventually } from "./eventually";
import { startFront } from "./front";
import { type JumarProcess, type Listening, spawnJumar, untilListening } from "./processes";
import { doorsOf, type ProcessTarget, settingsAt } from "./target";

/** The embedded platform in a process of its own, as `npm start` runs it. */
export interface EmbeddedTarget extends ProcessTarget {
  dataDir: string;
  /** The address of the process itself, with nothing before it. */
  ownUrl(): string;
  /** `kill -9` of the process. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts an embedded platform in a folder of its own. */
export async function startEmbeddedTarget(
  env: Record<string, string> = {},
): Promise<EmbeddedTarget> {
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-flow-"));
  const front = await startFront();
  const settings = { ...settingsAt(front, dataDir), ...env };
  const outputs: string[] = [];
  let pool: Database | undefined;
  const disconnect = async (): Promise<void> => {
    await pool?.destroy();
    pool = undefined;
  };
  let running: JumarProcess;
  let listening: Listening;
  const clean = async (): Promise<void> => {
    await front.close();
    rmSync(dataDir, { recursive: true, force: true });
  };

  const target: EmbeddedTarget = {
    ...doorsOf(front.url, settings),
    env: settings,
    dataDir,
    ownUrl: () => `http://localhost:${listening.port}`,
    opsUrl: () => listening.opsUrl,
    process: () => running,
    output: () => [...outputs, running.output()].join(""),
    async database() {
      const server = await findEmbedded(dataDir);
      if (!server) throw new Error("the embedded database is not running");
      return (pool ??= connect({ settings: server.connection, service: "test", poolSize: 4 }));
    },
    async start() {
      running = spawnJumar(["start"], settings);
      listening = await untilListening(running);
      front.lead(listening.port ?? 0);
    },
    async kill() {
      outputs.push(running.output());
      running.child.kill("SIGKILL");
      await running.exited;
      await disconnect();
      // Its database ends by itself; a test that goes on at once would meet it on its way out.
      await eventually(async () => (await findEmbedded(dataDir)) === undefined);
    },
    async stop() {
      await disconnect();
      running.child.kill("SIGTERM");
      const { code } = await running.exited;
      await clean();
      if (code !== 0) throw new Error(`jumar ended with ${code}:\n${running.output()}`);
    },
  };
  try {
    await target.start();
  } catch (error) {
    await target.kill();
    await clean();
    throw error;
  }
  return target;
}
