import { transaction, type Database, type Transaction } from "../../../shared/database";
import { userDeleted } from "../../../shared/events";
import { readEnds } from "../store/chains";
import { findSubjectsWith, readChain, type Entry } from "../store/entries";
import { findOrigins } from "../store/origins";
import { GENESIS, hashOfEntry } from "./entry-hash";
import { digestOf, personOf } from "./origin";

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
 * chains that were cut off at the end, and origins that were changed or removed. Entries that are appended meanwhile are not waited for.
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
    const { stretch, origins } = await transaction(db, async (trx) => {
      const read = await readChain(trx, chain, {
        after: before.seq,
        last: end.last,
        limit: STRETCH,
      });
      return { stretch: read, origins: await checkOrigins(trx, read) };
    });
    for (const entry of stretch) {
      const problem = problemWith(entry, before) ?? origins.get(entry.id);
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

/** What is wrong with where entries came from, by entry; that it is forgotten is right for who was deleted. */
async function checkOrigins(trx: Transaction, entries: Entry[]): Promise<Map<string, Problem>> {
  const digested = entries.filter(({ origin_digest }) => origin_digest !== null);
  const known = await findOrigins(
    trx,
    digested.map(({ id }) => id),
  );
  const persons = digested
    .filter(({ id }) => !known.has(id))
    .map(({ actor, subject }) => personOf(actor, subject))
    .filter((person) => person !== null);
  const deleted = await findSubjectsWith(trx, userDeleted.type, [...new Set(persons)]);
  const problems = new Map<string, Problem>();
  for (const { id, seq, actor, subject, origin_digest: digest } of digested) {
    const origin = known.get(id);
    const isForgotten = !origin && deleted.has(personOf(actor, subject) ?? "");
    if (isForgotten || (origin && digest?.equals(digestOf(origin)))) continue;
    problems.set(id, {
      seq,
      id,
      problem: `where the entry came from ${origin ? "was changed" : "is missing"}`,
    });
  }
  return problems;
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
