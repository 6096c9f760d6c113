import type { Entry } from "../store/entries";
import { hashOfEntry } from "./entry-hash";

/** The first problem of a chain, and where it is. */
export interface ChainProblem {
  chain: number;
  seq: number;
  /** The UUID of the entry that shows it; undefined when the entry itself is missing. */
  id?: string;
  problem: string;
}

/** An entry as the next one has to follow it; before the first, seq 0 and no id. */
export interface Link {
  seq: number;
  hash: Buffer;
  id?: string | undefined;
}

/** The same where the chain is known. */
export type Problem = Omit<ChainProblem, "chain">;

/** Why an entry cannot follow the one before it; undefined when it can. */
export function problemOfEntry(entry: Entry, before: Link): Problem | undefined {
  const { id, seq } = entry;
  if (seq !== before.seq + 1) {
    return { seq: before.seq + 1, problem: "an entry is missing" };
  }
  if (!entry.prev_hash.equals(before.hash)) {
    return { seq, id, problem: "the entry does not follow the one before it" };
  }
  if (!hashOfEntry(entry).equals(entry.hash)) {
    return { seq, id, problem: "the entry was changed" };
  }
  return undefined;
}

/** Why a chain cannot end with the last entry that was read; undefined when its head names that entry. */
export function problemAtEnd(last: Link, end: { seq: number; hash: Buffer }): Problem | undefined {
  const shown = last.id === undefined ? {} : { id: last.id };
  if (last.seq < end.seq) return { seq: last.seq + 1, problem: "the end of the chain is missing" };
  if (last.seq > end.seq) {
    return { seq: last.seq, ...shown, problem: "the chain is longer than its head says" };
  }
  if (!last.hash.equals(end.hash)) {
    return { seq: last.seq, ...shown, problem: "the last entry is not the one the head names" };
  }
  return undefined;
}
