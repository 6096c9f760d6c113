import type { Transaction } from "../../../shared/database";

/** What no word of letters has, in ASCII; folded text has no capitals. As the indexes of `words` have it. */
export const OTHER_THAN_LETTERS = "[ -@^-`{-~]";
/** Whether the text of a column is a word of letters. */
export const ofLetters = (column: string) => `${column} !~ '${OTHER_THAN_LETTERS}'`;
/** Of `words`; spelt as in their indexes, or these are not used. */
export const OF_LETTERS = ofLetters("word");

/** Up to here a word is looked for among short ones: it has so few trigrams that every long one shares some. */
const SHORT = 5;
/** How many letters a word may have more or less than the one that is meant. */
const LEFT_OUT = 2;

/** The stored words of letters most similar to `piece`, best first, each with its similarity in thousandths. */
export async function findSimilarWords(
  trx: Transaction,
  piece: string,
  { threshold, limit }: { threshold: number; limit: number },
): Promise<{ word: string; score: number }[]> {
  const length = Array.from(piece).length;
  await trx.raw(`set local pg_trgm.similarity_threshold = ${threshold.toFixed(2)}`);
  const { rows } = await trx.raw<{ rows: { word: string; score: number }[] }>(
    `select word, cast(round(cast(similarity(word, :piece) as float8) * 1000) as int4) as score
     from search.words
     where word % :piece and ${OF_LETTERS} ${length <= SHORT ? `and length(word) <= ${SHORT + LEFT_OUT}` : ""}
       and length(word) between :least and :most
     order by score desc, word limit :limit`,
    { piece, least: length - LEFT_OUT, most: length + LEFT_OUT, limit },
  );
  return rows;
}

/** How many documents have one of some words, up to `most`. */
export async function countWithWords(
  trx: Transaction,
  words: readonly string[],
  most: number,
): Promise<number> {
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    `select count(*) as count
     from (select 1 from search.terms where term = any(?::text[]) limit ?) as counted`,
    [[...words], most] as never[],
  );
  return rows[0]?.count ?? 0;
}
