import type { Transaction } from "../../../shared/database";
import { userDeleted } from "../../../shared/events";
import { type Entry, findSubjectsWith } from "../store/entries";
import { findOrigins } from "../store/origins";
import type { Problem } from "./chain-problem";
import { digestOf, personOf } from "./origin";

/**
 * The entries whose origin was changed or removed, by their id, with what is wrong. An origin may be
 * missing when it belonged to a user who was deleted.
 */
export async function checkOrigins(
  trx: Transaction,
  entries: Entry[],
): Promise<Map<string, Problem>> {
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
