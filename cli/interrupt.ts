import { say } from "./say";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/** The command was told to stop and did, between two of its steps. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  constructor(
    readonly signal: NodeJS.Signals,
    message: string,
  ) {
    super(message);
  }
}

export interface Interrupt {
  /** To be called between steps; throws an InterruptedError when Ctrl-C or SIGTERM has come. */
  check(): void;
}

/**
 * Ends a command that is told to stop with one line and the code of the signal (130 for Ctrl-C): what
 * it does is one step, which the database takes back. Until it listens for itself.
 */
export function endWhenInterrupted(): void {
  for (const signal of SIGNALS) process.on(signal, endNow);
}

/** From now on the command itself does what is to be done at Ctrl-C. */
export function takeOverInterrupts(): void {
  for (const signal of SIGNALS) process.off(signal, endNow);
}

function endNow(signal: (typeof SIGNALS)[number]): void {
  // Behind the ^C that the terminal has shown.
  if (process.stderr.isTTY) process.stderr.write("\n");
  say("stopped; nothing was left half done");
  process.exit(128 + NUMBERS[signal]);
}

/**
 * Lets a command that is told to stop finish the step under way; told again, it ends at once.
 * `message` says what state that leaves.
 */
export function listenForInterrupt(message: string): Interrupt {
  let received: NodeJS.Signals | undefined;
  takeOverInterrupts();
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      if (received === undefined)
        say("stopping after the step under way; Ctrl-C again ends it at once");
      received ??= signal;
    });
  }
  return {
    check() {
      if (received) throw new InterruptedError(received, message);
    },
  };
}
