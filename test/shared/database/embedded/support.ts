import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { startEmbedded, type EmbeddedDatabase } from "../../../../shared/database/embedded";

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

let template: string | undefined;

/** A folder with an initialised database, copied from one that is made once a test file. */
export async function readyFolder(): Promise<string> {
  if (template === undefined) {
    const made = mkdtempSync(join(tmpdir(), "jumar-embedded-template-"));
    await (await startEmbedded({ dataDir: made, fast: true })).stop();
    template = made;
  }
  const folder = newFolder();
  cpSync(template, folder, { recursive: true });
  return folder;
}

afterAll(() => {
  if (template !== undefined) rmSync(template, { recursive: true, force: true });
});

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
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(__dirname, "holder.ts"), dataDir],
    { env, ...user, detached: true, stdio: ["pipe", "pipe", "inherit"] },
  );
  holders.push(child);
  return child;
}

export async function query(database: Partial<EmbeddedDatabase>, sql: string): Promise<unknown[]> {
  const client = new Client({ ...database.connection, ssl: false });
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

/** Polls until a value is as expected, failing with the last value after some seconds. */
export async function eventually<T>(probe: () => T | Promise<T>, expected: T): Promise<void> {
  const until = Date.now() + 8000;
  for (;;) {
    const value = await probe();
    if (Object.is(value, expected)) return;
    if (Date.now() > until) throw new Error(`still ${String(value)}, not ${String(expected)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
