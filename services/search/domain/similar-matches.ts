import type { Transaction } from "../../../shared/database";
import type { Listed, PageOf, Position } from "../store/lists";
import { findSimilarWords, matchWord } from "../store/matches";

const WORDS_OF_A_PIECE = 10;
const MOST_PIECES = 5;
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u;

/**
 * Users whose address has words similar to those of the query (`jonh exmaple`), the most similar first.
 * Position: the similarity of the word, the word, the id.
 */
export async function similarMatches(
  trx: Transaction,
  query: string,
  page: PageOf,
): Promise<Listed[]> {
  const pieces = query
    .split(/[\s@]+/)
    .filter((piece) => HAS_TRIGRAM.test(piece))
    .slice(0, MOST_PIECES);
  const [candidates = [], ...others] = await wordsMeantBy(trx, pieces);
  if (others.some((words) => words.length === 0)) return [];
  // A word that holds the whole query was found by a better rank.
  const words = candidates.filter(({ word }) => !word.includes(query));

  const [fromScore = Infinity, fromWord, ...position] = page.after as [
    number?,
    string?,
    ...Position,
  ];
  const resumed = words.findIndex(({ word }) => word === fromWord);
  const start = resumed >= 0 ? resumed : words.findIndex(({ score }) => score < fromScore);
  const found: Listed[] = [];
  for (const [index, { word, score }] of words.entries()) {
    const limit = page.limit - found.length;
    if (start < 0 || index < start || limit === 0) continue;
    const matches = await matchWord(
      trx,
      query,
      {
        word,
        better: words.slice(0, index).map((better) => better.word),
        others: others.map((meant) => meant.map((other) => other.word)),
      },
      { ...page, after: index === resumed ? position : [], limit },
    );
    found.push(
      ...matches.map(({ row, position: at }) => ({ row, position: [score, word, ...at] })),
    );
  }
  return found;
}

async function wordsMeantBy(trx: Transaction, pieces: string[]) {
  const meant: { word: string; score: number }[][] = [];
  for (const piece of pieces) {
    const threshold = likenessOfATypo(Array.from(piece).length);
    meant.push(await findSimilarWords(trx, piece, { threshold, limit: WORDS_OF_A_PIECE }));
  }
  return meant;
}

/**
 * The share of trigrams that a word of `length` letters keeps when two letters in its middle are
 * swapped, slightly less for rounding. A long word has to be more similar than a short one.
 */
function likenessOfATypo(length: number): number {
  return Math.min(0.5, Math.max(0.2, (length - 3) / (length + 5) - 0.02));
}
