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

/** How far the reading of all chains has come, in values that JSON keeps. */
export interface Progress {
  /** Of each chain: its number, the seq and the hash of its head, and the seq of its last entry. */
  ends: [chain: number, seq: number, hash: string, last: number][];
  /** The chain that is being read, as a place in `ends`, and the last entry that was right. */
  at: number;
  seq: number;
  hash: string;
  id?: string | undefined;
}

/**
 * Reads every chain from its beginning: finds entries that were changed, removed, put in or moved,
 * chains that were cut off at the end, and origins that were changed or removed. Entries that are appended meanwhile are not waited for.
 */
export async function verifyChains(db: Database): Promise<Verification> {
  const result: Verification = { entries: 0, problems: [] };
  let progress: Progress | undefined = await beginVerification(db);
  while (progress) {
    const part: Verification & { next: Progress | undefined } = await verifyStretch(db, progress);
    result.entries += part.entries;
    result.problems.push(...part.problems);
    progress = part.next;
  }
  return result;
}

/** Where every chain ends at this moment, and nothing read yet. */
export async function beginVerification(db: Database): Promise<Progress> {
  const ends = await transaction(db, readEnds);
  return {
    ends: ends.map(({ chain, seq, hash, last }) => [
      chain,
      seq ?? 0,
      (hash ?? GENESIS).toString("hex"),
      last,
    ]),
    at: 0,
    ...BEGINNING,
  };
}

const BEGINNING = { seq: 0, hash: GENESIS.toString("hex"), id: undefined };

/** Reads on for a stretch of one chain; a chain that is broken is not read further. */
export async function verifyStretch(
  db: Database,
  progress: Progress,
): Promise<Verification & { next: Progress | undefined }> {
  const { ends, at } = progress;
  const end = ends[at];
  if (!end) return { entries: 0, problems: [], next: undefined };
  const [chain, seq, hash, last] = end;
  let before: { seq: number; hash: Buffer; id?: string | undefined } = {
    seq: progress.seq,
    hash: Buffer.from(progress.hash, "hex"),
    id: progress.id,
  };
  const { stretch, origins } = await transaction(db, async (trx) => {
    const read = await readChain(trx, chain, { after: before.seq, last, limit: STRETCH });
    return { stretch: read, origins: await checkOrigins(trx, read) };
  });
  const next = at + 1 < ends.length ? { ends, at: at + 1, ...BEGINNING } : undefined;
  let entries = 0;
  for (const entry of stretch) {
    const problem = problemWith(entry, before) ?? origins.get(entry.id);
    if (problem) return { entries, problems: [{ chain, ...problem }], next };
    entries += 1;
    before = entry;
  }
  if (stretch.length === STRETCH) {
    const { id } = before;
    const here = { ends, at, seq: before.seq, hash: before.hash.toString("hex"), id };
    return { entries, problems: [], next: here };
  }
  const problem = problemAtEnd(before, { seq, hash: Buffer.from(hash, "hex") });
  return { entries, problems: problem ? [{ chain, ...problem }] : [], next };
}

type Problem = Omit<ChainProblem, "chain">;

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
  last: { seq: number; hash: Buffer; id?: string | undefined },
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
