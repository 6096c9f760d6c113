import type { Transaction } from "../../../shared/database";
import type { Listed, PageOf, Position } from "../store/lists";
import { matchAddresses, matchParts, matchWords } from "../store/matches";
import { similarMatches } from "./similar-matches";

type Rank = (trx: Transaction, query: string, page: PageOf) => Promise<Listed[]>;

/** Best first; no rank has what a better one has. */
const RANKS: Rank[] = [matchAddresses, matchWords, matchParts, similarMatches];
const RANKS_WITHOUT_TRIGRAMS = RANKS.slice(0, 2);
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u;

/**
 * Users that match a folded query, rank by rank: a page is filled from the next rank only when the
 * one before is exhausted. Position: the rank, then the position in it.
 */
export async function rankedMatches(
  trx: Transaction,
  query: string,
  page: PageOf,
): Promise<Listed[]> {
  const ranks = HAS_TRIGRAM.test(query) ? RANKS : RANKS_WITHOUT_TRIGRAMS;
  const [first = 0, ...position] = page.after as [number?, ...Position];
  const found: Listed[] = [];
  let after = position;
  for (const [rank, match] of ranks.entries()) {
    const limit = page.limit - found.length;
    if (rank < first || limit === 0) continue;
    const matches = await match(trx, query, { ...page, after, limit });
    found.push(...matches.map(({ row, position: at }) => ({ row, position: [rank, ...at] })));
    after = [];
  }
  return found;
}
