import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionSettings } from "../../shared/database";
import { eventually } from "../support/eventually";
import { type Outcome, runInProcess } from "./in-process";

export type { Outcome };

const BIN = join(__dirname, "../../dist/cli/bin/run.js");

export interface Running {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  ended: Promise<Outcome>;
  /** Waits for a text on stdout; fails when the process ends without it. */
  until(text: string): Promise<void>;
}

const folders: string[] = [];
const processes: Running[] = [];

/** A data folder that does not exist yet, in a folder that `cleanUp` removes. */
export function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "jumar-cli-"));
  folders.push(folder);
  return join(folder, "data");
}

/** What a command needs that is to work on a test database. */
export function onDatabase(settings: ConnectionSettings): Record<string, string> {
  return { DATABASE_URL: urlOf(settings), JUMAR_DATA_DIR: newDataDir() };
}

/** Ends what the tests left running and removes their folders. */
export async function cleanUp(): Promise<void> {
  for (const { child, ended } of processes.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  }
  for (const folder of folders.splice(0)) {
    await eventually(() => !databaseRuns(join(folder, "data")));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An environment of nothing but `env` and what keeps tests quick. */
function surroundings(env: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    PORT: "0",
    OPS_PORT: "0",
    SHUTDOWN_DELAY: "0",
    JUMAR_ARGON2_MEMORY: "8",
    JUMAR_ARGON2_TIME: "1",
    ...env,
  };
}

/** Starts the built `jumar` as a process of its own, for what a process alone shows: signals, and its end. */
export function startJumar(
  args: string[],
  env: Record<string, string> = {},
  input?: Buffer,
): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
    env: surroundings(env),
  });
  child.stdin?.end(input);
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (chunk: string) => (output[stream] += chunk));
  }
  const ended = new Promise<Outcome>((resolve) => {
    child.once("close", (code) => resolve({ code, ...output }));
  });
  const running: Running = {
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    async until(text) {
      await eventually(() => output.stdout.includes(text) || child.exitCode !== null, 60_000);
      if (!output.stdout.includes(text)) throw new Error(`jumar ended:\n${output.stderr}`);
    },
  };
  processes.push(running);
  return running;
}

/** Runs `jumar …` to its end in this process, which takes a tenth of the time of one of its own. */
export async function jumar(
  args: string[],
  env: Record<string, string> = {},
  input?: Buffer,
): Promise<Outcome> {
  return await runInProcess(args, surroundings(env), input);
}

/** DATABASE_URL for a test database. */
export function urlOf({ host, port, user, password, database }: ConnectionSettings): string {
  const url = new URL(`postgresql://localhost:${port}/${database}`);
  url.username = user ?? "";
  url.password = typeof password === "string" ? password : "";
  url.searchParams.set("host", host ?? "");
  return url.href;
}

/** Whether the embedded database of a data folder, or what watches over it, still runs. */
export function databaseRuns(dataDir: string): boolean {
  const server = Number.parseInt(read(join(dataDir, "postgres/postmaster.pid")), 10);
  const supervisor = read(join(dataDir, "postgres.supervisor"));
  const pids = [server, supervisor === "" ? NaN : (JSON.parse(supervisor) as { pid: number }).pid];
  return pids.some((pid) => !Number.isNaN(pid) && isAlive(pid));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
