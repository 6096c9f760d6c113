import type { ChainProblem } from "../../shared/contracts";
import type { Calls } from "../../shared/service";
import { thumbprintOf } from "../../shared/signing";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";
import type { CheckpointFile } from "./checkpoint-files";

type Problem = ChainProblem & { checkpoint?: string };

export interface Verified {
  entries: number;
  /** The first thing that is wrong with each chain, and what is not as a checkpoint says. */
  problems: Problem[];
}

/** Has audit read its whole trail, part by part, and compare it with checkpoints. Throws a CommandError for one that is not rightly signed. */
export async function verifyTrail(
  audit: Calls["audit"],
  checkpoints: readonly CheckpointFile[],
  options: { trusted: readonly string[]; onProgress: (done: number, total: number) => void },
): Promise<Verified> {
  const verified: Verified = { entries: 0, problems: [] };
  // First, for they may not be what they seem, and reading everything takes long.
  for (const { file, checkpoint } of checkpoints) {
    const { signature, problems } = await audit.verifyCheckpoint({ checkpoint }, OPERATOR);
    const key = thumbprintOf(checkpoint.key);
    if (signature === "wrong") {
      throw new CommandError(`the signature of ${file} is wrong: the file was changed`);
    }
    if (signature === "unknown" && !options.trusted.includes(key)) {
      throw new CommandError(
        `${file} was signed with another key than this installation's; if you know it, say --key ${key}`,
      );
    }
    verified.problems.push(...problems.map((problem) => ({ ...problem, checkpoint: file })));
  }
  let cursor: string | null | undefined;
  do {
    const part = await audit.verifyPart(cursor ? { cursor } : {}, OPERATOR);
    verified.entries += part.entries;
    verified.problems.push(...part.problems);
    options.onProgress(verified.entries, part.total);
    cursor = part.next_cursor;
  } while (cursor !== null);
  return verified;
}

/** A problem in one line. */
export function describeProblem({ chain, seq, id, problem, checkpoint }: Problem): string {
  const entry = `entry ${seq} of chain ${chain}${id === undefined ? "" : ` (${id})`}`;
  return `${entry}: ${problem}${checkpoint === undefined ? "" : `, ${checkpoint}`}`;
}
