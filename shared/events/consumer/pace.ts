/** How many events a subscriber does in a few seconds. */
export interface Pace {
  /** How many events the next batch may have. */
  size(): number;
  /** Whether its handlers are slow: a claim has to last for more than a moment. */
  isSlow(): boolean;
  /** Takes note of a batch: how many were done, and in how many ms. */
  note(done: number, ms: number): void;
  /** A handler was cut off: the next events come one by one. */
  stumble(): void;
}

/** In ms. A batch ends after it and commits what it has; the rest waits for the next. */
export const BATCH_TIME = 3_000;
const FIRST_SIZE = 25;

/** Sizes batches of up to `most` events so that each takes at most about 3 s. */
export function keepPace(most: number): Pace {
  let size = Math.min(most, FIRST_SIZE);
  let slow = false;
  return {
    size: () => size,
    isSlow: () => slow,
    note(done, ms) {
      slow = ms > BATCH_TIME;
      if (slow) size = Math.max(1, Math.floor((done * BATCH_TIME) / ms));
      else if (done >= size && ms < BATCH_TIME / 2) size = Math.min(most, size * 2);
    },
    stumble() {
      size = 1;
      slow = true;
    },
  };
}
