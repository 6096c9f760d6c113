/** In ms. Clocks drift apart by some ten µs a second, so what was learnt long ago is forgotten. */
const REMEMBERED = 60_000;
const MAX_SENDERS = 1_000;

interface Difference {
  since: number;
  least: number;
  /** Of the time before, so that there always is one from when all went well. */
  before: number;
}

/**
 * How far a clock of this process is ahead of others', in ms. What a packet shows is that and the time it was
 * on its way, so the least that was seen is the nearest to it; heartbeats come every two seconds.
 */
export function createDifferences() {
  const known = new Map<string, Difference>();
  return {
    /** How far it is ahead of a sender's as far as is known; undefined of one that was not heard. */
    of(sender: string): number | undefined {
      const one = known.get(sender);
      return one && Math.min(one.least, one.before);
    },
    learn(sender: string, seen: number): number {
      const now = performance.now();
      let one = known.get(sender);
      if (!one) {
        const [oldest] = known.keys();
        if (known.size >= MAX_SENDERS && oldest !== undefined) known.delete(oldest);
        one = { since: now, least: seen, before: seen };
        known.set(sender, one);
      } else if (now - one.since > REMEMBERED) {
        Object.assign(one, { since: now, before: one.least, least: seen });
      }
      one.least = Math.min(one.least, seen);
      return Math.min(one.least, one.before);
    },
  };
}
