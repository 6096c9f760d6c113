import { existsSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf } from "./embedded-error";
import { socketName } from "./folder-layout";
import { commandLine } from "./processes";

export interface Postmaster {
  pid: number;
  /** it said it takes connections, but there is no socket: the folder is a copy of a live one */
  elsewhere: boolean;
}

/**
 * The name a cluster's server carries on its command line, from PostgreSQL's own system identifier:
 * it tells a live server from a stranger with the same pid, and stays when the folder is moved.
 */
export async function clusterName(cluster: string): Promise<string> {
  const file = await open(join(cluster, "global", "pg_control"), "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return `jumar-${buffer.toString("hex")}`;
  } finally {
    await file.close();
  }
}

/** The live server of a cluster or undefined. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readPidFile(cluster);
  const pid = pidIn(text);
  if (pid === undefined || !isPostmaster(pid, await clusterName(cluster))) return undefined;
  const ready = text.split("\n")[7]?.trim() === "ready";
  return { pid, elsewhere: ready && !existsSync(join(cluster, socketName)) };
}

/** Whether a pid is still the server with this cluster name. */
export function isPostmaster(pid: number, name: string): boolean {
  return commandLine(pid).includes(`cluster_name=${name}`);
}

/**
 * Removes a pid file that would keep PostgreSQL from starting without reason: its pid now belongs to
 * another program, or a power loss emptied it. When nothing has the pid the file stays: PostgreSQL
 * needs it to see surviving backends. To be called by the owner of the folder only.
 */
export async function forgetStalePostmaster(cluster: string): Promise<void> {
  const pid = pidIn(await readPidFile(cluster));
  if (pid !== undefined && !exists(pid)) return;
  if (await findPostmaster(cluster)) return;
  await rm(join(cluster, "postmaster.pid"), { force: true });
  await removeSocket(cluster);
}

/** Removes what a killed server could not: its socket and the socket's lock. */
export async function removeSocket(cluster: string): Promise<void> {
  await rm(join(cluster, socketName), { force: true });
  await rm(join(cluster, `${socketName}.lock`), { force: true });
}

async function readPidFile(cluster: string): Promise<string> {
  return readFile(join(cluster, "postmaster.pid"), "utf8").catch((error: unknown) => {
    if (errnoOf(error) === "ENOENT") return "";
    throw error;
  });
}

function pidIn(pidFile: string): number | undefined {
  const pid = Number.parseInt(pidFile, 10);
  return pid > 0 ? pid : undefined;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === "EPERM";
  }
}
