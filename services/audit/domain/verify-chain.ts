import { type Database, transaction } from "../../../shared/database";
import { readEnds } from "../store/chains";
import { readChain } from "../store/entries";
import { type ChainProblem, type Link, problemAtEnd, problemOfEntry } from "./chain-problem";
import { checkOrigins } from "./check-origins";
import { GENESIS } from "./entry-hash";

const STRETCH = 1000;

export interface Verification {
  entries: number;
  problems: ChainProblem[];
}

/** How far a verification has come, in values that JSON can hold. */
export interface Progress {
  /** Of each chain: its number, the seq and the hash of its head, and the seq of its last entry. */
  ends: [chain: number, seq: number, hash: string, last: number][];
  /** The chain that is being read, as an index into `ends`; then the last entry found to be right. */
  at: number;
  seq: number;
  hash: string;
  id?: string | undefined;
}

/**
 * Reads every chain from its beginning. Finds entries that were changed, removed, inserted or moved,
 * chains that were cut off at the end, and origins that were changed or removed. Does not read entries
 * that are appended meanwhile.
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

/** The start of a verification: where every chain ends now, nothing read yet. */
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

/** Reads the next stretch of one chain. After the first problem of a chain it goes on with the next chain. */
export async function verifyStretch(
  db: Database,
  progress: Progress,
): Promise<Verification & { next: Progress | undefined }> {
  const { ends, at } = progress;
  const end = ends[at];
  if (!end) return { entries: 0, problems: [], next: undefined };
  const [chain, seq, hash, last] = end;
  let before: Link = {
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
    const problem = problemOfEntry(entry, before) ?? origins.get(entry.id);
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
