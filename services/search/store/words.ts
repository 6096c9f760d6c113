import type { Transaction } from "../../../shared/database";
import { OTHER_THAN_LETTERS } from "./similar-words";
import type { Term } from "./terms";

// `words` holds each word of letters once, to find the word meant by a misspelt one. Of the words that are there
// already each is held, so that nobody removes it for having no document: whoever would has to wait, and
// then sees the terms of this transaction.
const KEEP = `
  with named as (
    insert into search.terms (term, document_id, inside)
    select term, id, inside from unnest(?::text[], ?::uuid[], ?::bool[]) as given (term, id, inside)
    on conflict (term, document_id) do update set inside = excluded.inside),
  added as (
    insert into search.words (word) select word from unnest(?::text[]) as wanted (word)
    on conflict (word) do nothing returning word),
  held as (
    select word from search.words where word = any(?::text[]) order by word for key share)
  select word from added union all select word from held`;

/** The terms of a document (a UUID), and those of them that are words of letters. */
export interface TermsOf {
  id: string;
  terms: Term[];
  words: string[];
}

/** Adds terms of documents that this transaction has locked, and keeps their words. */
export async function insertTerms(trx: Transaction, documents: TermsOf[]): Promise<void> {
  let terms = documents.flatMap(({ id, terms: own }) => own.map((term) => ({ ...term, id })));
  // In their order, so that two who hold several do not wait for each other.
  let words = sorted(documents.flatMap((document) => document.words));
  while (terms.length + words.length > 0) {
    const values = [
      terms.map(({ term }) => term),
      terms.map(({ id }) => id),
      terms.map(({ inside }) => inside),
    ];
    const { rows } = await trx
      .raw<{ rows: { word: string }[] }>(KEEP, [...values, words, words] as never[])
      .options({ name: "insert terms" });
    const kept = new Set(rows.map(({ word }) => word));
    // Added or removed by others in this moment.
    words = words.filter((word) => !kept.has(word));
    terms = [];
  }
}

/**
 * Locks those of some words that are there, for a transaction that may remove some and keep others: all
 * of them at once, before anything else is done about words.
 */
export async function lockWords(trx: Transaction, words: Iterable<string>): Promise<void> {
  await trx
    .raw("select word from search.words where word = any(?::text[]) order by word for update", [
      sorted(words),
    ] as never[])
    .options({ name: "lock words" });
}

/** Those of some terms that are among the words. */
export async function findWords(trx: Transaction, terms: Iterable<string>): Promise<Set<string>> {
  const { rows } = await trx
    .raw<{ rows: { word: string }[] }>(
      "select word from search.words where word = any(?::text[])",
      [sorted(terms)] as never[],
    )
    .options({ name: "find words" });
  return new Set(rows.map(({ word }) => word));
}

/**
 * Removes those of some words, which this transaction has locked, that no document has any more: one
 * may be somebody's name. Also those that are not of letters, which the version before has kept.
 */
export async function removeUnused(trx: Transaction, words: Iterable<string>): Promise<void> {
  await trx
    .raw(
      `delete from search.words w where w.word = any(?::text[])
       and (w.word ~ '${OTHER_THAN_LETTERS}'
         or not exists (select 1 from search.terms t where t.term = w.word))`,
      [sorted(words)] as never[],
    )
    .options({ name: "remove words" });
}

function sorted(words: Iterable<string>): string[] {
  return [...new Set(words)].sort();
}
