import type { Transaction } from "../../../shared/database";
import type { Listed, PageOf, Position } from "../store/lists";
import { matchAddresses, matchParts, matchWords } from "../store/matches";
import { similarMatches } from "./similar-matches";

type Rank = (trx: Transaction, query: string, page: PageOf) => Promise<Listed[]>;

/** The ranks of addresses that hold the query, best first; none repeats the matches of a better one. */
const HOLDING: Rank[] = [matchAddresses, matchWords, matchParts];
const HOLDING_WITHOUT_TRIGRAMS = HOLDING.slice(0, 2);
const SIMILAR = HOLDING.length;
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u;

/**
 * Users that match a folded query, rank by rank: a page takes from the next rank only when the one
 * before is exhausted. Similar addresses are listed only when none holds the query. Position: the rank,
 * then the position within it.
 */
export async function rankedMatches(
  trx: Transaction,
  query: string,
  page: PageOf,
): Promise<Listed[]> {
  const withTrigrams = HAS_TRIGRAM.test(query);
  const [first = 0, ...position] = page.after as [number?, ...Position];
  const found: Listed[] = [];
  let after = position;
  const list = async (rank: number, match: Rank): Promise<void> => {
    const limit = page.limit - found.length;
    if (rank < first || limit === 0) return;
    const matches = await match(trx, query, { ...page, after, limit });
    found.push(...matches.map(({ row, position: at }) => ({ row, position: [rank, ...at] })));
    after = [];
  };
  const holding = withTrigrams ? HOLDING : HOLDING_WITHOUT_TRIGRAMS;
  for (const [rank, match] of holding.entries()) await list(rank, match);
  const noneHolds = found.length === 0 && (page.after.length === 0 || first === SIMILAR);
  if (withTrigrams && noneHolds) await list(SIMILAR, similarMatches);
  return found;
}
