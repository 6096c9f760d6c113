import type { Transaction } from "../../../shared/database";
import { matchInnerWords } from "../store/inner-matches";
import type { Listed, PageOf, Position } from "../store/lists";
import { matchAddresses, matchParts, matchWords } from "../store/matches";
import { similarMatches } from "./similar-matches";

interface Rank {
  /** Its place among the others, in cursors too. */
  place: number;
  match: (trx: Transaction, query: string, page: PageOf) => Promise<Listed[]>;
}

const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u;
const IS_OF_LETTERS = /^\p{L}{3,}$/u;
const SIMILAR: Rank = { place: 3, match: similarMatches };

/** The ranks of addresses that hold the query, best first; none repeats the matches of a better one. */
function ranksHolding(query: string): Rank[] {
  const beginnings = [
    { place: 0, match: matchAddresses },
    { place: 1, match: matchWords },
  ];
  if (!HAS_TRIGRAM.test(query)) return beginnings;
  const isOfLetters = IS_OF_LETTERS.test(query);
  const anywhere: Rank["match"] = (trx, text, page) => matchParts(trx, text, page, { isOfLetters });
  // Its place is between those that the version before has.
  const inner = isOfLetters ? [{ place: 1.5, match: matchInnerWords }] : [];
  return [...beginnings, ...inner, { place: 2, match: anywhere }];
}

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
  const [first = 0, ...position] = page.after as [number?, ...Position];
  const found: Listed[] = [];
  let after = position;
  const list = async ({ place, match }: Rank): Promise<void> => {
    const limit = page.limit - found.length;
    if (place < first || limit === 0) return;
    const matches = await match(trx, query, { ...page, after, limit });
    found.push(...matches.map(({ row, position: at }) => ({ row, position: [place, ...at] })));
    after = [];
  };
  for (const rank of ranksHolding(query)) await list(rank);
  const noneHolds = found.length === 0 && (page.after.length === 0 || first === SIMILAR.place);
  if (HAS_TRIGRAM.test(query) && noneHolds) await list(SIMILAR);
  return found;
}
