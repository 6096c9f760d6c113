import type { UnpublishedRow } from "../outbox/outbox-rows";

/**
 * Where a relay goes on reading. A long backlog is read in passes: each read goes on where the last
 * ended, and each pass starts over.
 */
export interface Passes {
  /** The id from which on to read; undefined at the start of a pass. */
  since(): string | undefined;
  /** Takes note of a read of up to `limit` rows over all shards; says whether there may be more. */
  advance(rows: UnpublishedRow[], shards: number[], limit: number): boolean;
  /** Starts over with the next read. */
  reset(): void;
}

/** A pass ends after so many reads, so that what commits late is not passed over for long. */
const READS_A_PASS = 100;

export function readInPasses(): Passes {
  let since: string | undefined;
  let reads = 0;
  return {
    since: () => since,
    advance(rows, shards, limit) {
      const end = endOf(rows, shards, limit);
      since = reads < READS_A_PASS ? end : undefined;
      reads = since === undefined ? 0 : reads + 1;
      return end !== undefined;
    },
    reset() {
      since = undefined;
    },
  };
}

/** How far every shard was read that may have more. */
function endOf(rows: UnpublishedRow[], shards: number[], limit: number): string | undefined {
  const perShard = Math.ceil(limit / shards.length);
  const ends = shards.flatMap((shard) => {
    const read = rows.filter((row) => row.shard === shard);
    return read.length < perShard ? [] : [read.at(-1)?.id ?? ""];
  });
  return ends.sort()[0];
}
