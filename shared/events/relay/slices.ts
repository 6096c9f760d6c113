import type { PartOfShard } from "../outbox/outbox-rows";
import { SHARDS } from "../tables";

/**
 * Relays share an outbox out by slices, eight of each shard: slice `n` has those events of shard
 * `n % 4` whose id ends in one of two hexadecimal digits. Rows know nothing of it, so that whoever
 * reads whole shards, as the version before does, finds every event.
 */
const SLICES_A_SHARD = 8;
export const ALL_SLICES: readonly number[] = Array.from(
  { length: SLICES_A_SHARD * SHARDS },
  (_, slice) => slice,
);

/** The shard that a slice is of. */
export const shardOf = (slice: number): number => slice % SHARDS;

/** What there is to read for some slices: each shard once. */
export function partsOf(slices: readonly number[]): PartOfShard[] {
  const digits = new Map<number, string>();
  for (const slice of slices) {
    const shard = shardOf(slice);
    digits.set(shard, (digits.get(shard) ?? "") + digitsOf(slice));
  }
  return [...digits].map(([shard, all]) => ({ shard, digits: all }));
}

function digitsOf(slice: number): string {
  const first = Math.floor(slice / SHARDS);
  return first.toString(16) + (first + SLICES_A_SHARD).toString(16);
}
