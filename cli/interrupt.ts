import { say } from "./say";

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
 * Lets a command that is told to stop finish the step under way; told again, it ends at once.
 * `message` says what state that leaves.
 */
export function listenForInterrupt(message: string): Interrupt {
  let received: NodeJS.Signals | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
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
