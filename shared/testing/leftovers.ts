import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { contracts } from "../contracts";
import { type ConnectionSettings, dropDatabase } from "../database";
import { findEmbedded } from "../database/embedded";
import { removeContainers } from "./containers/remove-containers";
import { dropVhost, type VhostPlace } from "./vhost";

/** Something that a start has made outside of its process, as plain data that another can act on. */
export type Leftover =
  | { kind: "process"; pid: number }
  | { kind: "data folder"; path: string }
  | { kind: "database"; settings: ConnectionSettings }
  | { kind: "virtual host"; place: VhostPlace; name: string }
  | { kind: "containers"; label: string };

/** Beside the platform's own delay; then it is killed. */
const PATIENCE = 15_000;

/** Removes a leftover; one that is gone already, or was never made, is none. */
export async function removeLeftover(leftover: Leftover): Promise<void> {
  switch (leftover.kind) {
    case "process":
      return await endProcess(leftover.pid);
    case "data folder":
      return await removeDataFolder(leftover.path);
    case "database":
      return await dropDatabase(leftover.settings, Object.keys(contracts));
    case "virtual host":
      return await dropVhost(leftover.place, leftover.name);
    case "containers":
      return await removeContainers(leftover.label);
  }
}

async function endProcess(pid: number): Promise<void> {
  const killAt = Date.now() + PATIENCE;
  for (let signal: NodeJS.Signals | 0 = "SIGTERM"; ; signal = 0) {
    try {
      process.kill(pid, Date.now() > killAt ? "SIGKILL" : signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
      throw error;
    }
    await sleep(20);
  }
}

/** A database that was embedded there ends by itself, a moment after its platform was killed. */
async function removeDataFolder(path: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE;
  while ((await findEmbedded(path)) && Date.now() < giveUpAt) await sleep(50);
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
