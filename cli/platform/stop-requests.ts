import { takeOverInterrupts } from "../interrupt";
import { say } from "../say";

/** How long stopping may take beside the delay that was asked for; 30 s is what usually kills. */
const LONGEST_STOP = 24_000;
/** npm passes Ctrl-C on to a process that the terminal has told already; that is no second one. */
const ECHO = 1_000;

export interface StopRequest {
  /** Resolves at the first SIGINT, SIGTERM or SIGHUP. */
  requested: Promise<NodeJS.Signals>;
  isRequested(): boolean;
}

/**
 * Listens for being told to stop. A second Ctrl-C ends the process at once (exit code 130), and so
 * does a stop that takes longer than 24 s beyond `shutdownDelay`, in ms (exit code 1).
 */
export function listenForStop(shutdownDelay: number): StopRequest {
  const longest = LONGEST_STOP + shutdownDelay;
  let first: number | undefined;
  let resolve: (signal: NodeJS.Signals) => void;
  const requested = new Promise<NodeJS.Signals>((done) => {
    resolve = done;
  });
  const onSignal = (signal: NodeJS.Signals): void => {
    if (first !== undefined) {
      if (signal === "SIGINT" && Date.now() - first > ECHO) process.exit(130);
      return;
    }
    first = Date.now();
    setTimeout(giveUp, longest, longest).unref();
    resolve(signal);
  };
  takeOverInterrupts();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  return { requested, isRequested: () => first !== undefined };
}

function giveUp(after: number): void {
  say(`it did not stop within ${after / 1000} s and was ended`);
  process.exit(1);
}
