import type { Logger } from "./logger";

/** Something outside that this process needs, as its log tells of it. */
export interface Outage {
  /** It is away, by this error: said when it goes, and again at most once a minute. */
  away(err: unknown, fields?: Record<string, unknown>): void;
  /** It is there: said only after it was away. Answers whether it was. */
  back(): boolean;
}

/** An outage that several notice, each for itself: it is over when none of them does any more. */
export function sharedOutage(outage: Outage): () => Outage {
  const noticing = new Set<object>();
  return () => {
    const one = {};
    return {
      away(err, fields) {
        noticing.add(one);
        outage.away(err, fields);
      },
      back() {
        noticing.delete(one);
        return noticing.size === 0 && outage.back();
      },
    };
  };
}

const AGAIN_AFTER = 60_000;

/**
 * Tells in the log of something that goes and comes back, however often it is tried meanwhile; `away` may
 * be made of the error.
 */
export function tellOfOutage(
  log: Logger,
  { name, away, back }: { name: string; away: string | ((err: unknown) => string); back: string },
): Outage {
  let toldAt: number | undefined;
  return {
    away(err, fields = {}) {
      const now = performance.now();
      const message = typeof away === "string" ? away : away(err);
      if (toldAt !== undefined && now - toldAt < AGAIN_AFTER) {
        log.debug({ name, err, ...fields }, message);
        return;
      }
      toldAt = now;
      log.warn({ name, err, ...fields }, message);
    },
    back() {
      if (toldAt === undefined) return false;
      toldAt = undefined;
      log.info({ name }, back);
      return true;
    },
  };
}
