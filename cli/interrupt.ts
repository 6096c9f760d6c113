import { tell } from "./failure";
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
  /**
   * To be called between steps; throws an InterruptedError when Ctrl-C or SIGTERM has come. `state`
   * says how far it came, instead of what was said at the beginning.
   */
  check(state?: () => string): void;
}

type StopSignal = (typeof SIGNALS)[number];

/** In ms. npm passes Ctrl-C on to a process that the terminal has told already; that is no second one. */
const ECHO = 1_000;

/**
 * Ends a command that is told to stop with one line and the code of the signal (130 for Ctrl-C): what
 * it does is one step, which the database takes back. Until it listens for itself.
 */
export function endWhenInterrupted(): void {
  for (const signal of SIGNALS) process.on(signal, endNow);
}

/**
 * From now on `listener` hears of each signal to stop, also of one that came before and was not heard of
 * yet: without any listener, even for a moment, Node would forget it.
 */
export function onInterrupt(listener: (signal: StopSignal) => void): void {
  for (const signal of SIGNALS) {
    process.on(signal, listener);
    process.off(signal, endNow);
  }
}

/** The same with a listener for the first signal and one for those after it, npm's echo left out. */
export function onInterrupts(
  first: (signal: StopSignal) => void,
  again: (signal: StopSignal) => void,
): void {
  let heard: number | undefined;
  onInterrupt((signal) => {
    if (heard === undefined) {
      heard = performance.now();
      first(signal);
    } else if (performance.now() - heard > ECHO) {
      again(signal);
    }
  });
}

/** Ends the process as its shell expects of a signal. */
export function exitAfter(signal: StopSignal): never {
  process.exit(128 + NUMBERS[signal]);
}

function endNow(signal: StopSignal): void {
  // Behind the ^C that the terminal has shown.
  if (process.stderr.isTTY) process.stderr.write("\n");
  tell({ code: "interrupted", reasons: ["stopped; nothing was left half done"] });
  exitAfter(signal);
}

/**
 * Lets a command that is told to stop finish the step under way; told again, it ends at once.
 * `message` says what state that leaves.
 */
export function listenForInterrupt(message: string): Interrupt {
  let received: StopSignal | undefined;
  onInterrupts((signal) => {
    say("stopping after the step under way; Ctrl-C again ends it at once");
    received = signal;
  }, exitAfter);
  return {
    check(state) {
      if (received) throw new InterruptedError(received, state?.() ?? message);
    },
  };
}
