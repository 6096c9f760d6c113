import { decodeCursor, encodeCursor, listName } from "../../../shared/cursors";
import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import type { ChainProblem } from "./chain-problem";
import { beginVerification, type Progress, verifyChains, verifyStretch } from "./verify-chain";

const LIST = listName("audit.verifyPart", {});
/** In ms; a tenth of what a call may take. */
const PART = 1_000;

/** Verifies the whole audit trail: counts the entries that are right and lists where a chain breaks. */
export async function verify({ db }: Pick<Deps, "db">) {
  const { entries, problems } = await verifyChains(db);
  return { entries, problems: problems.map(toProblem) };
}

/**
 * Verifies for about a second. The cursor continues the same verification, which covers the trail as it
 * was when that began.
 */
export async function verifyPart(
  { db, signer }: Pick<Deps, "db" | "signer">,
  { cursor }: { cursor?: string | undefined },
) {
  const until = performance.now() + PART;
  let progress: Progress | undefined =
    cursor === undefined
      ? await beginVerification(db)
      : (decodeCursor(signer, LIST, cursor)[0] as Progress);
  const total = progress.ends.reduce((sum, [, , , last]) => sum + last, 0);
  let entries = 0;
  const problems: ChainProblem[] = [];
  do {
    const part: Awaited<ReturnType<typeof verifyStretch>> = await verifyStretch(db, progress);
    entries += part.entries;
    problems.push(...part.problems);
    progress = part.next;
  } while (progress && performance.now() < until);
  return {
    entries,
    total,
    problems: problems.map(toProblem),
    next_cursor: progress ? encodeCursor(signer, LIST, [progress]) : null,
  };
}

function toProblem({ id, ...problem }: ChainProblem) {
  return { ...problem, ...(id === undefined ? {} : { id: encodeTypeId("audit", id) }) };
}
