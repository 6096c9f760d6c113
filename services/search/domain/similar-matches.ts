import type { Transaction } from "../../../shared/database";
import type { Listed, PageOf, Position } from "../store/lists";
import { matchWord } from "../store/matches";
import { countWithWords, findSimilarWords } from "../store/similar-words";
import { wantedWords } from "./wanted-words";

const WORDS_MEANT = 10;
/** Of words with more documents it makes no difference how many more. */
const MANY = 1_000;

/** The words that one of a query may have meant, the most similar first. */
type Meant = { word: string; score: number }[];

/**
 * Users whose address has words similar to those of the query (`jonh exmaple`), the most similar first:
 * to the rarest of them, so that one that half of all have is not gone through. Position: the
 * similarity of the word, the word, the id, and which of the query's words is meant.
 */
export async function similarMatches(
  trx: Transaction,
  query: string,
  page: PageOf,
): Promise<Listed[]> {
  const { words: wanted, numbers } = wantedWords(query);
  const meant: Meant[] = [];
  for (const { text, isOptional } of wanted) {
    const words = await wordsMeantBy(trx, text);
    if (words.length > 0) meant.push(words);
    else if (!isOptional) return [];
  }
  const [fromScore = Infinity, fromWord, fromId, fromPlace] = page.after as [
    number?,
    string?,
    string?,
    number?,
  ];
  const place = fromPlace ?? (page.after.length > 0 ? 0 : await rarest(trx, meant));
  // A word that holds the whole query was found by a better rank.
  const words = (meant[place] ?? []).filter(({ word }) => !word.includes(query));
  const others = meant.filter((_, at) => at !== place).map((some) => some.map(({ word }) => word));

  const resumed = words.findIndex(({ word }) => word === fromWord);
  const start = resumed >= 0 ? resumed : words.findIndex(({ score }) => score < fromScore);
  const found: Listed[] = [];
  for (const [index, { word, score }] of words.entries()) {
    const limit = page.limit - found.length;
    if (start < 0 || index < start || limit === 0) continue;
    const better = words.slice(0, index).map((one) => one.word);
    const after: Position = index === resumed && fromId !== undefined ? [fromId] : [];
    const wordAndOthers = { word, better, others, numbers };
    const matches = await matchWord(trx, query, wordAndOthers, { ...page, after, limit });
    found.push(
      ...matches.map(({ row, position: at }) => ({ row, position: [score, word, ...at, place] })),
    );
  }
  return found;
}

async function wordsMeantBy(trx: Transaction, text: string): Promise<Meant> {
  const threshold = likenessOfATypo(Array.from(text).length);
  return await findSimilarWords(trx, text, { threshold, limit: WORDS_MEANT });
}

async function rarest(trx: Transaction, meant: readonly Meant[]): Promise<number> {
  if (meant.length < 2) return 0;
  const counts: number[] = [];
  for (const some of meant) {
    const words = some.map(({ word }) => word);
    counts.push(await countWithWords(trx, words, MANY));
  }
  return counts.indexOf(Math.min(...counts));
}

/**
 * The share of trigrams that a word of `length` letters keeps when two letters in its middle are
 * swapped, slightly less for rounding. A long word has to be more similar than a short one.
 */
function likenessOfATypo(length: number): number {
  return Math.min(0.5, Math.max(0.2, (length - 3) / (length + 5) - 0.02));
}
