import { outsideTraces, report, type Logger } from "../observability";

/** Work that goes on in the background until it is stopped. */
export interface Loop {
  /** There is something to do now; do not wait for the next look. */
  nudge(): void;
  /** Ends after the round under way; resolves when that is done. */
  stop(): Promise<void>;
}

const LOG_AGAIN_AFTER = 30_000;
const LONGEST_PAUSE = 5_000;

/**
 * Runs `work` every `interval` ms and at every nudge, one round at a time; a round that returns true
 * is followed by another at once. Else `spacing` ms lie between the beginnings of two rounds: a nudge
 * after a silence is heard at once, and many that come one after another share a round. A round that
 * fails is logged (at most every 30 s) and tried again after a growing pause.
 */
export function startLoop(options: {
  name: string;
  interval: number;
  spacing?: number;
  log: Logger;
  work: (signal: AbortSignal) => Promise<boolean>;
}): Loop {
  const { name, interval, spacing = 0, log, work } = options;
  const stopping = new AbortController();
  let pausing: { end(): void; hearsNudges: boolean } | undefined;
  let nudged = false;
  let failures = 0;
  let loggedAt = -LOG_AGAIN_AFTER;

  const pause = async (ms: number, { hearsNudges }: { hearsNudges: boolean }): Promise<void> => {
    if (stopping.signal.aborted || ms <= 0 || (hearsNudges && nudged)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      pausing = { end, hearsNudges };
    });
    pausing = undefined;
  };

  const round = async (): Promise<boolean> => {
    try {
      const more = await work(stopping.signal);
      failures = 0;
      return more;
    } catch (error) {
      failures += 1;
      if (!stopping.signal.aborted && Date.now() - loggedAt > LOG_AGAIN_AFTER) {
        loggedAt = Date.now();
        report(log, error, { name, message: "background work failed, trying again" });
      }
      return false;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudged = false;
      const since = performance.now();
      const more = await round();
      if (failures > 0) {
        // A nudge must not turn an outage into a busy loop.
        const growing = Math.min(LONGEST_PAUSE, 100 * 2 ** failures);
        await pause(growing, { hearsNudges: false });
      } else if (!more) {
        await pause(since + spacing - performance.now(), { hearsNudges: false });
        await pause(interval, { hearsNudges: true });
      }
    }
  };
  const ended = outsideTraces(run);

  return {
    nudge() {
      nudged = true;
      if (pausing?.hearsNudges) pausing.end();
    },
    async stop() {
      stopping.abort();
      pausing?.end();
      await ended;
    },
  };
}
