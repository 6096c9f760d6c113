import type { Transaction } from "../../../shared/database";
import type { UserRow } from "../../../shared/users";
import { confirmedOnly, DOCUMENT_COLUMNS, type Listed, type PageOf } from "./lists";
import { END, FIRST_ID, infixOf } from "./matches";
import { OF_LETTERS, ofLetters } from "./similar-words";

/** Of words with few documents more are looked through, each time so many as often. */
const WORDS_AT_FIRST = 25;
const MORE = 4;
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * Addresses that have a word of letters with `query`, which is of letters, inside; each is listed under
 * the first such word, word by word in their order. Without those that begin with it, or have a word that
 * does, because they were listed before. Position: word, id.
 */
export async function matchInnerWords(
  trx: Transaction,
  query: string,
  page: PageOf,
): Promise<Listed[]> {
  const found: Listed[] = [];
  let after = page.after as string[];
  for (let count = WORDS_AT_FIRST; found.length < page.limit; count *= MORE) {
    const words = await findWordsHolding(trx, query, { from: after[0] ?? "", limit: count });
    const rest = { ...page, after, limit: page.limit - found.length };
    if (words.length > 0) found.push(...(await listWith(trx, query, words, rest)));
    if (words.length < count) break;
    after = [words.at(-1) ?? "", LAST_ID];
  }
  return found;
}

async function findWordsHolding(
  trx: Transaction,
  query: string,
  { from, limit }: { from: string; limit: number },
): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { word: string }[] }>(
    `select word from search.words
     where word like :infix and ${OF_LETTERS} and word >= :from order by word limit :limit`,
    { infix: infixOf(query), from, limit },
  );
  return rows.map(({ word }) => word);
}

async function listWith(
  trx: Transaction,
  query: string,
  words: string[],
  page: PageOf,
): Promise<Listed[]> {
  const [word = "", id = FIRST_ID] = page.after as string[];
  const { rows } = await trx.raw<{ rows: (UserRow & { term: string })[] }>(
    `select ${DOCUMENT_COLUMNS}, listed.term
     from unnest(cast(:words as text[])) as holding (word) cross join lateral (
       select t.term, t.document_id
       from search.terms t join search.documents d on d.id = t.document_id
       where t.term = holding.word and (t.term, t.document_id) > (:word, :id) ${confirmedOnly(page)}
         and not (d.search_text >= :query and d.search_text < :end)
         and not exists (
           select 1 from search.terms e
           where e.document_id = d.id
             and (e.inside and e.term >= :query and e.term < :end
               or e.term < t.term and e.term like :infix and ${ofLetters("e.term")}))
       order by t.document_id limit :limit) as listed
     join search.documents d on d.id = listed.document_id
     order by listed.term, listed.document_id limit :limit`,
    { words, word, id, query, end: query + END, infix: infixOf(query), limit: page.limit },
  );
  return rows.map((row) => ({ row, position: [row.term, row.id] }));
}
