import { tellsOfItself } from "../database";
import { isOutage } from "../errors";
import { type Logger, outsideTraces, report } from "../observability";

/** Work that goes on in the background until it is stopped. */
export interface Loop {
  /** There is something to do now; do not wait for the next look. */
  nudge(): void;
  /** Ends after the round under way; resolves when that is done. */
  stop(): Promise<void>;
}

/** In ms. Another part may be away for as long: when a fleet starts it is not there yet. */
const OUTAGE_PATIENCE = 30_000;
const LOG_AGAIN_AFTER = 60_000;
const MESSAGE = "background work failed, trying again";
const LONGEST_PAUSE = 5_000;

/** What a round found: true when there is more to do now, "nothing" when there was nothing to do. */
export type Found = boolean | "nothing";

/**
 * Runs `work` every `interval` ms and at every nudge, one round at a time; a round that returns true
 * is followed by another at once. Else `spacing` ms lie between the beginnings of two rounds: a nudge
 * after a silence is heard at once, and many that come one after another share a round. Each round
 * doubles the interval, up to `idle` ms, until one finds something without having been nudged: only
 * that speaks for looking more often. A round that fails is reported (at most once a minute) and tried
 * again after a growing pause; that another part is away is a warning first, and reported when it still
 * is after 30 s. That it goes on afterwards is said once. Of the database and of RabbitMQ nothing is said
 * here: they tell of themselves, once for all loops.
 */
export function startLoop(options: {
  name: string;
  interval: number;
  idle?: number;
  spacing?: () => number;
  log: Logger;
  /** Told whether it was nudged, hence may take it that there is something. */
  work: (signal: AbortSignal, nudged: boolean) => Promise<Found>;
}): Loop {
  const { name, interval, idle = interval, spacing = () => 0, log, work } = options;
  const stopping = new AbortController();
  let pausing: { end(): void; hearsNudges: boolean } | undefined;
  let nudged = false;
  let failures = 0;
  let failingSince = 0;
  let reportedAt = -LOG_AGAIN_AFTER;
  /** Whether the log has said that it fails. */
  let told = false;

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

  const round = async (wasNudged: boolean): Promise<Found> => {
    try {
      const found = await work(stopping.signal, wasNudged);
      failures = 0;
      if (told) log.info({ name }, "background work goes on");
      told = false;
      return found;
    } catch (error) {
      failures += 1;
      if (failures === 1) failingSince = Date.now();
      if (!stopping.signal.aborted) tell(error);
      return false;
    }
  };

  const tell = (error: unknown): void => {
    if (tellsOfItself(error)) {
      log.debug({ name, err: error }, MESSAGE);
    } else if (isOutage(error) && Date.now() - failingSince < OUTAGE_PATIENCE) {
      if (failures > 1) return;
      told = true;
      log.warn({ name, err: error }, MESSAGE);
    } else if (Date.now() - reportedAt > LOG_AGAIN_AFTER) {
      reportedAt = Date.now();
      told = true;
      report(log, error, { name, message: MESSAGE });
    }
  };

  const run = async (): Promise<void> => {
    let untilNext = interval;
    while (!stopping.signal.aborted) {
      const wasNudged = nudged;
      nudged = false;
      const since = performance.now();
      const found = await round(wasNudged);
      if (failures > 0) {
        // A nudge must not turn an outage into a busy loop.
        const growing = Math.min(LONGEST_PAUSE, 100 * 2 ** failures);
        await pause(growing, { hearsNudges: false });
        continue;
      }
      if (found !== "nothing" && !wasNudged) untilNext = interval;
      if (found !== true) {
        await pause(since + spacing() - performance.now(), { hearsNudges: false });
        await pause(untilNext, { hearsNudges: true });
        untilNext = Math.min(idle, 2 * untilNext);
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
