import { decodeCursor, encodeCursor, listName } from "../../../shared/cursors";
import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import {
  beginVerification,
  verifyChains,
  verifyStretch,
  type ChainProblem,
  type Progress,
} from "./verify-chain";

const LIST = listName("audit.verifyPart", {});
/** In ms; a tenth of what a call may take. */
const PART = 1_000;

/** Whether the audit trail is whole: how many entries follow each other, and where that breaks. */
export async function verify({ db }: Pick<Deps, "db">) {
  const { entries, problems } = await verifyChains(db);
  return { entries, problems: problems.map(toProblem) };
}

/** The same for about a second; the cursor goes on with the trail as it was at the beginning. */
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
