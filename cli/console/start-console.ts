import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type REPLServer, start } from "node:repl";
import { PassThrough } from "node:stream";
import type { Platform } from "../../services/start";
import type { Config } from "../../shared/config";
import { describeActions, operatorCalls } from "./operator-calls";
import { withoutSecretSettings } from "./without-secret-settings";

const HISTORY = "console_history";

/**
 * A prompt at which the actions of the platform can be called, with `await`; resolves when it is left.
 * What was typed is kept in the data folder, for its owner's eyes only, unless `history` is false.
 */
export async function startConsole(
  { call, broker }: Pick<Platform, "call" | "broker">,
  config: Config,
  options: { history: boolean },
): Promise<void> {
  const isTerminal = process.stdin.isTTY;
  const input = isTerminal ? process.stdin : new PassThrough();
  const prompt = isTerminal ? "jumar> " : "";
  const shape = { ignoreUndefined: true, preview: false, terminal: isTerminal };
  const repl = start({ input, output: process.stdout, prompt, ...shape });
  Object.assign(repl.context, {
    call: operatorCalls(call),
    broker,
    config: withoutSecretSettings(config),
  });
  repl.defineCommand("actions", {
    help: "List what can be called",
    action() {
      this.output.write(`${describeActions().join("\n")}\n`);
      this.displayPrompt();
    },
  });
  const left = new Promise<void>((resolve) => repl.once("exit", resolve));
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => repl.close());
  if (isTerminal && options.history) await keepHistory(repl, config.dataDir);
  if (input instanceof PassThrough) await feed(repl, input, left);
  await left;
}

/** Hands a script from stdin over line by line: by itself the prompt would not wait for an `await`. */
async function feed(repl: REPLServer, input: PassThrough, left: Promise<void>): Promise<void> {
  let ready: () => void = () => undefined;
  const display = repl.displayPrompt.bind(repl);
  repl.displayPrompt = (preserveCursor) => {
    display(preserveCursor);
    ready();
  };
  let isLeft = false;
  void left.then(() => (isLeft = true));
  for await (const line of createInterface({ input: process.stdin })) {
    const done = new Promise<void>((resolve) => (ready = resolve));
    input.write(`${line}\n`);
    await Promise.race([done, left]);
    if (isLeft) return;
  }
  input.end();
}

async function keepHistory(repl: REPLServer, dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const file = join(dataDir, HISTORY);
  await new Promise<void>((resolve) => repl.setupHistory(file, () => resolve()));
  // Node makes it so; one that was there before may be otherwise.
  if (existsSync(file)) chmodSync(file, 0o600);
}
