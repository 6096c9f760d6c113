/** A source of chance that a failed run can be repeated with, by TEST_SEED. */
export interface Chance {
  seed: number;
  /** From 0 to below `limit`. */
  below(limit: number): number;
  shuffle<T>(items: readonly T[]): T[];
}

export function createChance(): Chance {
  const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);
  let state = seed;
  const below = (limit: number): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    seed,
    below,
    shuffle(items) {
      const shuffled = [...items];
      for (let n = shuffled.length - 1; n > 0; n -= 1) {
        const other = below(n + 1);
        [shuffled[n], shuffled[other]] = [shuffled[other]!, shuffled[n]!];
      }
      return shuffled;
    },
  };
}

/** Prints the figures of a test beside its result. */
export function say(what: string, figures: object): void {
  process.stdout.write(`    ${what}: ${JSON.stringify(figures)}\n`);
}
