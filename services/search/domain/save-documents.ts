import { emailKeyOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import {
  type Document,
  type IndexedDocument,
  type IndexedText,
  insertDocuments,
  lockDocuments,
  updateDocuments,
} from "../store/documents";
import { deleteTerms, findTerms, type Term } from "../store/terms";
import { findWords, insertTerms, lockWords, removeUnused, type TermsOf } from "../store/words";
import { foldText, isWord, termsOf } from "./search-text";

/** Documents as they are stored, by id. */
export type Known = ReadonlyMap<string, IndexedDocument>;

/** A document to be saved, and whether its terms have to be written anew. */
export interface Change {
  row: IndexedDocument;
  isWrong: boolean;
  hasTerms: boolean;
  needsTerms: boolean;
}

/** How a document differs from the known one. */
export function changeOf(document: Document, known: Known): Change {
  const row = indexed(document);
  const before = known.get(row.id);
  const textBefore = before?.search_text ?? null;
  return {
    row,
    isWrong: !isSame(row, before),
    hasTerms: textBefore !== null,
    needsTerms: row.search_text !== textBefore,
  };
}

/** The same for several, also where the stored terms are not those of the stored text, or the words not those of the terms. */
export async function correctionsOf(
  trx: Transaction,
  documents: Document[],
  known: Known,
): Promise<Change[]> {
  const ids = documents.map(({ id }) => id);
  const there = await findTerms(trx, ids);
  const changes = documents.map((document) => changeOf(document, known));
  const wanted = new Map(changes.map(({ row }) => [row.id, termsOfDocument(row).terms]));
  const all = [...wanted.values(), ...there.values()].flat().map(({ term }) => term);
  const words = await findWords(trx, all);
  return changes.map((change) => {
    const stored = there.get(change.row.id) ?? [];
    const terms = wanted.get(change.row.id) ?? [];
    const isAsStored = textOfTerms(terms) === textOfTerms(stored);
    const needsTerms = !isAsStored || terms.some(({ term }) => words.has(term) !== isWord(term));
    return { ...change, hasTerms: stored.length > 0, needsTerms };
  });
}

/**
 * Saves what `change` makes of documents (UUIDs) once they are locked, and their terms. Those that are
 * `expected` to be new are made without looking. Holds at READ COMMITTED: what others have made
 * meanwhile is locked and changed in its turn. Answers what became of each.
 */
export async function saveDocuments(
  trx: Transaction,
  ids: string[],
  change: (ids: string[], known: Known) => Change[] | Promise<Change[]>,
  expected: ReadonlySet<string> = new Set(),
): Promise<Change[]> {
  const fresh = expected.size === 0 ? [] : await change([...expected], new Map());
  const made = await insertDocuments(trx, rowsOf(fresh));
  const settled = fresh.filter(({ row }) => made.has(row.id));
  let left = ids.filter((id) => !made.has(id));
  while (left.length > 0) {
    const known = await lockDocuments(trx, left);
    const changes = await change(left, known);
    const wrong = changes.filter(({ isWrong }) => isWrong);
    const unknown = wrong.filter(({ row }) => !known.has(row.id));
    const added = await insertDocuments(trx, rowsOf(unknown));
    await updateDocuments(trx, rowsOf(wrong.filter(({ row }) => known.has(row.id))));
    const missed = new Set(unknown.filter(({ row }) => !added.has(row.id)));
    settled.push(...changes.filter((one) => !missed.has(one)));
    left = rowsOf([...missed]).map(({ id }) => id);
  }
  // Always after the documents, so that nobody waits for a document while others wait for their words.
  await replaceTerms(
    trx,
    settled.filter(({ needsTerms }) => needsTerms),
  );
  return settled;
}

function rowsOf(changes: Change[]): IndexedDocument[] {
  return changes.map(({ row }) => row);
}

async function replaceTerms(trx: Transaction, changes: Change[]): Promise<void> {
  const next = rowsOf(changes).map(termsOfDocument);
  const kept = new Set(next.flatMap(({ words }) => words));
  const removed = await deleteTerms(
    trx,
    rowsOf(changes.filter(({ hasTerms }) => hasTerms)).map(({ id }) => id),
  );
  const gone = removed.filter((term) => !kept.has(term));
  if (gone.length > 0) await lockWords(trx, [...gone, ...kept]);
  await insertTerms(trx, next);
  if (gone.length > 0) await removeUnused(trx, gone);
}

function indexed(document: Document): IndexedDocument {
  return { ...document, ...indexedText(document) };
}

/** A user whose registration has not arrived yet, or who was deleted, is in no list. */
function indexedText({ created_at, email }: Document): IndexedText {
  if (created_at === null || email === null) return { email_key: null, search_text: null };
  return { email_key: emailKeyOf(email), search_text: foldText(email) };
}

function termsOfDocument({ id, search_text }: IndexedDocument): TermsOf {
  const terms = search_text === null ? [] : termsOf(search_text);
  return { id, terms, words: terms.map(({ term }) => term).filter(isWord) };
}

function textOfTerms(terms: Term[]): string {
  return JSON.stringify(terms.map(({ term, inside }) => [term, inside]).sort());
}

function isSame(a: IndexedDocument, b: IndexedDocument | undefined): boolean {
  const textOf = (row: IndexedDocument) => JSON.stringify(Object.entries(row).sort());
  return b !== undefined && textOf(a) === textOf(b);
}
