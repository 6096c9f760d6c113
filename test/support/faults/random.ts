import { randomInt } from "node:crypto";

/** Chances that come again with the same seed. */
export interface Chance {
  readonly seed: number;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Seeded by FAULT_SEED, or by chance; print the seed, so that a failure can be played again. */
export function createChance(): Chance {
  const seed = Number(process.env.FAULT_SEED ?? randomInt(1, 2 ** 31));
  let state = seed >>> 0;
  // Mulberry32: small, and even enough to choose whom to kill.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    seed,
    next,
    between,
    pick(items) {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
  };
}
