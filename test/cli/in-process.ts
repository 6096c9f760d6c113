import { AsyncLocalStorage } from "node:async_hooks";
import type { createRequire } from "node:module";
import { Readable } from "node:stream";
import type { Command } from "@oclif/core";
import type { loadCli } from "../../cli/load-cli";
import type { run } from "../../cli/run";

/** What a command has printed, and the exit code it ends with. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Builtins {
  (name: "module"): { createRequire: typeof createRequire };
  (name: "process"): NodeJS.Process;
}

// Jest gives each test file modules and a `process` of its own. The worker's are kept instead, so that
// it loads the built command line once for all files, and tests see nothing of what a command sets.
const builtin = (process as unknown as { getBuiltinModule: Builtins }).getBuiltinModule;
const worker = builtin("process");
const load = builtin("module").createRequire(__filename);

const EVENTS = ["SIGINT", "SIGTERM", "SIGHUP", "uncaughtException", "unhandledRejection"] as const;
const STREAMS = ["stdout", "stderr"] as const;
const outputs = new AsyncLocalStorage<Record<(typeof STREAMS)[number], string>>();

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the built `jumar …` in this process, one after the other: an environment and standard streams
 * are there once. It rejects when the command ends the process instead of answering. `built` is the
 * folder of another build.
 */
export function runInProcess(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  input?: Buffer,
  built = "../../dist",
): Promise<Outcome> {
  const outcome = last.then(() => runNow(args, env, input, built));
  last = outcome.catch(() => undefined);
  return outcome;
}

/** Every command that can be typed, with its arguments and flags. */
export async function everyCommand(): Promise<Command.Loadable[]> {
  const cli = load("../../dist/cli/load-cli.js") as { loadCli: typeof loadCli };
  return (await cli.loadCli()).commands.filter(({ hidden }) => !hidden);
}

async function runNow(
  args: string[],
  env: NodeJS.ProcessEnv,
  input: Buffer | undefined,
  built: string,
): Promise<Outcome> {
  const output = { stdout: "", stderr: "" };
  const restore = prepare(env, input);
  const ended = new Promise<never>((_, reject) => {
    worker.exit = (code) => {
      reject(new Error(`jumar ${args.join(" ")} ended the process with ${code}: ${output.stderr}`));
      throw new Error("the process ends");
    };
  });
  try {
    const jumar = load(`${built}/cli/run.js`) as { run: typeof run };
    const code = await outputs.run(output, () => Promise.race([jumar.run(args), ended]));
    return { code, ...output };
  } finally {
    restore();
  }
}

/** Makes the process what a command expects to find, and answers what undoes that. */
function prepare(env: NodeJS.ProcessEnv, input: Buffer | undefined): () => void {
  const { title, exit, exitCode, env: before } = worker;
  const stdin = Object.getOwnPropertyDescriptor(worker, "stdin")!;
  const listeners = new Map(EVENTS.map((event) => [event, worker.rawListeners(event)]));
  const restoreStreams = STREAMS.map(capture);
  worker.env = { ...env };
  worker.exitCode = undefined;
  Object.defineProperty(worker, "stdin", { value: inputOf(input), configurable: true });
  return () => {
    Object.assign(worker, { env: before, title, exit, exitCode });
    Object.defineProperty(worker, "stdin", stdin);
    for (const restore of restoreStreams) restore();
    for (const [event, known] of listeners) {
      for (const listener of worker.rawListeners(event)) {
        if (!known.includes(listener)) worker.off(event, listener as () => void);
      }
    }
  };
}

/** Keeps what a command writes; what others write meanwhile, jest above all, goes where it belongs. */
function capture(name: (typeof STREAMS)[number]): () => void {
  const stream = worker[name];
  const { write, isTTY } = stream;
  stream.isTTY = false;
  stream.write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    const output = outputs.getStore();
    if (!output) return Reflect.apply(write, stream, [chunk, ...more]) as boolean;
    output[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const done = more.find((value) => typeof value === "function") as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  };
  return () => Object.assign(stream, { write, isTTY });
}

function inputOf(input: Buffer | undefined): Readable {
  return Readable.from(input === undefined ? [] : [input], { objectMode: false });
}
