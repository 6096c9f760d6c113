import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { eventually } from "./eventually";

const BIN = join(__dirname, "../../dist/cli/bin/run.js");

/** A `jumar` that was started as a process of its own, the built one, as a person would. */
export interface JumarProcess {
  child: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `jumar …` with nothing of this environment but what a program needs, and `env`. */
export function spawnJumar(
  args: string[],
  env: Record<string, string>,
  input?: string,
): JumarProcess {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stdin.on("error", () => undefined); // it may end before it reads
  child.stdin.end(input ?? "");
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code, signal });
    });
  });
  return { child, exited, output: () => text };
}

/** Runs `jumar …` to its end. */
export async function runJumar(
  args: string[],
  env: Record<string, string>,
  input?: string,
): Promise<{ code: number | null; output: string }> {
  const { exited, output } = spawnJumar(args, env, input);
  const { code } = await exited;
  return { code, output: output() };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until the platform at `url` says it is ready, or fails with what the process printed. */
export async function untilReady(
  process: JumarProcess,
  url: string,
  withinMs = 90_000,
): Promise<void> {
  const ended = { yes: false };
  void process.exited.then(() => (ended.yes = true));
  await eventually(async () => {
    if (ended.yes) return true;
    return (await fetch(`${url}/health/ready`)).ok;
  }, withinMs);
  if (ended.yes) throw new Error(`jumar ended instead of becoming ready:\n${process.output()}`);
}
