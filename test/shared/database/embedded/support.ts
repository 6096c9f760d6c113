import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import type { EmbeddedDatabase } from "../../../../shared/database/embedded";
import { askForPart } from "../../../support/run-parts";

export const isRoot = process.geteuid?.() === 0;
/** a user of the system's user database, for running as an ordinary user when the tests run as root */
export const ordinaryUser = { uid: 1000, gid: 1000 };

const folders: string[] = [];
const holders: ChildProcess[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "jumar-embedded-"));
  folders.push(folder);
  return folder;
}

/** A folder with an initialised database, copied from one that is made once a run. */
export async function readyFolder(): Promise<string> {
  const { dataDir } = await askForPart<{ dataDir: string }>("cluster");
  const folder = newFolder();
  cpSync(dataDir, folder, { recursive: true });
  return folder;
}

/** Ends the holders of a test, waits for their servers and removes its folders. */
export async function cleanUp(): Promise<void> {
  for (const holder of holders.splice(0)) kill(holder.pid);
  for (const folder of folders.splice(0)) {
    const dataDirs = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
    for (const dataDir of dataDirs) {
      const server = serverPid(dataDir);
      const supervisor = supervisorPid(dataDir);
      const ended = eventually(() => runs(server) || runs(supervisor), false);
      await ended.catch((error: unknown) => {
        for (const pid of [supervisor, server]) kill(pid);
        throw error;
      });
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Holder {
  process: ChildProcess;
  /** what it said: the database or the error */
  said: Partial<EmbeddedDatabase> & { code?: string; message?: string };
}

/** Starts a holder in its own process group and waits for what it says. */
export async function holder(dataDir: string, as?: HolderOptions): Promise<Holder> {
  const child = launchHolder(dataDir, as);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { process: child, said: JSON.parse(line) as Holder["said"] };
}

interface HolderOptions {
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}

export function launchHolder(dataDir: string, { env = process.env, ...user }: HolderOptions = {}) {
  const child = spawn(process.execPath, [join(__dirname, "holder.mjs"), dataDir], {
    env,
    ...user,
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  holders.push(child);
  return child;
}

export async function query(database: Partial<EmbeddedDatabase>, sql: string): Promise<unknown[]> {
  const client = new Client({ ...database.connection, ssl: false });
  // The server may end the connection between two statements too; the next one says so.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows.flat() as unknown[];
  } finally {
    await client.end();
  }
}

export function serverPid(dataDir: string): number | undefined {
  const file = join(dataDir, "postgres", "postmaster.pid");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
}

export function supervisorPid(dataDir: string): number | undefined {
  const file = join(dataDir, "postgres.supervisor");
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, "utf8")) as { pid: number }).pid;
}

/** Whether a process runs; a zombie does not. */
export function runs(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    if (process.platform !== "linux") return true;
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export function kill(pid: number | undefined, signal: NodeJS.Signals = "SIGKILL"): void {
  if (pid === undefined || !runs(pid)) return;
  process.kill(pid, signal);
}

/** In ms; it only ends what hangs. */
const PATIENCE = 60_000;

/** Polls until a value is as expected; fails with the last value when it never is. */
export async function eventually<T>(probe: () => T | Promise<T>, expected: T): Promise<void> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const value = await probe();
    if (Object.is(value, expected)) return;
    if (Date.now() > until) throw new Error(`still ${String(value)}, not ${String(expected)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
