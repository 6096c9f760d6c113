import { exitAfter, onInterrupts } from "../interrupt";
import { say } from "../say";

/** How long stopping may take beside the delay that was asked for; 30 s is what usually kills. */
const LONGEST_STOP = 24_000;

export interface StopRequest {
  /** Resolves at the first SIGINT, SIGTERM or SIGHUP. */
  requested: Promise<NodeJS.Signals>;
  isRequested(): boolean;
  /** Aborted then. */
  signal: AbortSignal;
}

/**
 * Listens for being told to stop. A second Ctrl-C ends the process at once (exit code 130), and so
 * does a stop that takes longer than 24 s beyond `shutdownDelay`, in ms (exit code 1).
 */
export function listenForStop(shutdownDelay: number): StopRequest {
  const longest = LONGEST_STOP + shutdownDelay;
  const stopping = new AbortController();
  const requested = new Promise<NodeJS.Signals>((resolve) => {
    onInterrupts(
      (signal) => {
        stopping.abort();
        setTimeout(giveUp, longest, longest).unref();
        resolve(signal);
      },
      (signal) => {
        // Of those who end processes, some say it several times.
        if (signal === "SIGINT") exitAfter(signal);
      },
    );
  });
  const { signal } = stopping;
  return { requested, isRequested: () => signal.aborted, signal };
}

function giveUp(after: number): void {
  say(`it did not stop within ${after / 1000} s and was ended`);
  process.exit(1);
}
