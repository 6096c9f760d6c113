import { jittered } from "./verdict";

/** How many deliveries may be tried at a time while whoever takes them takes none. */
export interface Rest {
  /** Of `atOnce`: none during the pause, then one that finds out, and all again once one was taken. */
  allowed(atOnce: number): number;
  /** Seconds until the pause is over. */
  left(): number;
  /** Nothing is taken at the moment. */
  refused(): void;
  /** Whoever takes them has listened, whatever came of it. */
  heard(): void;
}

/** In seconds. */
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 60;

/** A rest that all deliveries of a courier share: 2, 4, 8 … up to 60 seconds. */
export function createRest(): Rest {
  let refusals = 0;
  let until = 0;
  return {
    allowed(atOnce) {
      if (refusals === 0) return atOnce;
      return performance.now() < until ? 0 : 1;
    },
    left: () => Math.max(0, until - performance.now()) / 1_000,
    refused() {
      // Those that were under way when it began are one refusal.
      if (performance.now() < until) return;
      refusals += 1;
      const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (refusals - 1));
      until = performance.now() + jittered(pause) * 1_000;
    },
    heard() {
      refusals = 0;
      until = 0;
    },
  };
}
