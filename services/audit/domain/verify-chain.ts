import { transaction, type Database } from "../../../shared/database";
import { readEnds } from "../store/chains";
import { readChain, type Entry } from "../store/entries";
import { GENESIS, hashOfEntry } from "./entry-hash";

const STRETCH = 1000;

/** The first thing that is wrong with a chain, and where. */
export interface ChainProblem {
  chain: number;
  seq: number;
  /** The UUID of the entry that shows it; undefined when the entry itself is missing. */
  id?: string;
  problem: string;
}

export interface Verification {
  entries: number;
  problems: ChainProblem[];
}

/**
 * Reads every chain from its beginning: finds entries that were changed, removed, put in or moved,
 * and chains that were cut off at the end. Entries that are appended meanwhile are not waited for.
 */
export async function verifyChains(db: Database): Promise<Verification> {
  const ends = await transaction(db, readEnds);
  const result: Verification = { entries: 0, problems: [] };
  for (const { chain, seq, hash, last } of ends) {
    const { entries, problem } = await verifyChain(db, chain, {
      seq: seq ?? 0,
      hash: hash ?? GENESIS,
      last,
    });
    result.entries += entries;
    if (problem) result.problems.push({ chain, ...problem });
  }
  return result;
}

type Problem = Omit<ChainProblem, "chain">;

async function verifyChain(
  db: Database,
  chain: number,
  end: { seq: number; hash: Buffer; last: number },
): Promise<{ entries: number; problem?: Problem }> {
  let entries = 0;
  let before: { seq: number; hash: Buffer; id?: string } = { seq: 0, hash: GENESIS };
  for (;;) {
    const stretch = await transaction(db, (trx) =>
      readChain(trx, chain, { after: before.seq, last: end.last, limit: STRETCH }),
    );
    for (const entry of stretch) {
      const problem = problemWith(entry, before);
      if (problem) return { entries, problem };
      entries += 1;
      before = entry;
    }
    if (stretch.length < STRETCH) break;
  }
  const problem = problemAtEnd(before, end);
  return problem ? { entries, problem } : { entries };
}

function problemWith(entry: Entry, before: { seq: number; hash: Buffer }): Problem | undefined {
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

function problemAtEnd(
  last: { seq: number; hash: Buffer; id?: string },
  end: { seq: number; hash: Buffer },
): Problem | undefined {
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
