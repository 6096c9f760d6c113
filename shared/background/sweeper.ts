import type { Logger } from "../observability";
import { pause } from "../waiting";
import { type Loop, startLoop } from "./loop";

/** In ms; what is past its retention is to be gone within three minutes. */
const EVERY = 30_000;
/** Rows a step: few enough that nobody waits for long for what a step has locked. */
const ROWS = 1_000;

/**
 * Deletes what has outlived its retention, in steps: `sweep` deletes up to `limit` rows in a
 * transaction of its own and answers true when there may be more. Looks every 30 s, and goes on
 * while there is more, for half of the time at most, so that the database has the other half for its
 * users. May run in several processes at once, where `sweep` takes what somebody else has just
 * deleted for the end.
 */
export function startSweeper(options: {
  /** What is swept, as log lines have it. */
  name: string;
  sweep: (limit: number) => Promise<boolean>;
  log: Logger;
  interval?: number;
}): Loop {
  const { name, sweep, log, interval = EVERY } = options;
  return startLoop({
    name: `sweep of ${name}`,
    interval,
    log,
    async work(signal) {
      const since = performance.now();
      const more = await sweep(ROWS);
      if (more) await pause(performance.now() - since, signal);
      return more;
    },
  });
}
