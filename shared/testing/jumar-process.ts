import { type ChildProcess, spawn } from "node:child_process";
import { builtFile } from "./package-root";

/** A `jumar` that was started as a process of its own, the built one, as a person would. */
export interface JumarProcess {
  child: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Of the surroundings a program gets no more than these: settings of a shell must not change a test. */
const PASSED_ON = ["PATH", "HOME", "TMPDIR"];

/**
 * Starts `jumar …` with `env` and nothing of this environment but what a program needs. `program` is the
 * built one of another version.
 */
export function spawnJumar(
  args: string[],
  env: Readonly<Record<string, string>>,
  input?: string,
  program = builtFile("cli/bin/run.js"),
): JumarProcess {
  const surroundings = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...Object.fromEntries(surroundings), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stdin.on("error", () => undefined); // it may end before it reads
  child.stdin.end(input ?? "");
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("error", (error) => {
      text += String(error);
      resolve({ code: 1, signal: null });
    });
    child.once("close", (code, signal) => {
      resolve({ code, signal });
    });
  });
  return { child, exited, output: () => text };
}

/** Runs `jumar …` to its end. */
export async function runJumar(
  args: string[],
  env: Readonly<Record<string, string>>,
  input?: string,
  program?: string,
): Promise<{ code: number | null; output: string }> {
  const { exited, output } = spawnJumar(args, env, input, program);
  const { code } = await exited;
  return { code, output: output() };
}
