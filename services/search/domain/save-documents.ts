import { emailKeyOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import {
  saveDocuments as save,
  type Document,
  type IndexedDocument,
  type IndexedText,
} from "../store/documents";
import { findTerms, replaceTerms, type Term } from "../store/terms";
import { foldText, termsOf } from "./search-text";

/** Saves documents that are to be other than those known, with what they are found by. */
export async function saveDocuments(
  trx: Transaction,
  documents: Iterable<Document>,
  known: ReadonlyMap<string, IndexedDocument>,
): Promise<void> {
  const changed = [...documents].map(indexed).filter((row) => !isSame(row, known.get(row.id)));
  await save(trx, changed);
  await replaceTerms(
    trx,
    changed
      .filter(({ id, search_text }) => search_text !== (known.get(id)?.search_text ?? null))
      .map(termsOfDocument),
  );
}

/** Like `saveDocuments`, and trusts no terms either; answers how many documents were not right. */
export async function correctDocuments(
  trx: Transaction,
  documents: Iterable<Document>,
  known: ReadonlyMap<string, IndexedDocument>,
): Promise<number> {
  const rows = [...documents].map(indexed);
  const there = await findTerms(
    trx,
    rows.map(({ id }) => id),
  );
  const wrong = rows.filter((row) => !isSame(row, known.get(row.id)));
  const found = rows
    .map(termsOfDocument)
    .filter(({ id, terms }) => textOfTerms(terms) !== textOfTerms(there.get(id) ?? []));
  await save(trx, wrong);
  await replaceTerms(trx, found);
  return new Set([...wrong, ...found].map(({ id }) => id)).size;
}

function indexed(document: Document): IndexedDocument {
  return { ...document, ...indexedText(document) };
}

/** Somebody whose registration was not heard yet, or who is gone, is in no list. */
function indexedText({ created_at, email }: Document): IndexedText {
  if (created_at === null || email === null) return { email_key: null, search_text: null };
  return { email_key: emailKeyOf(email), search_text: foldText(email) };
}

function termsOfDocument({ id, search_text }: IndexedDocument): { id: string; terms: Term[] } {
  return { id, terms: search_text === null ? [] : termsOf(search_text) };
}

function textOfTerms(terms: Term[]): string {
  return JSON.stringify(terms.map(({ term, inside }) => [term, inside]).sort());
}

function isSame(a: IndexedDocument, b: IndexedDocument | undefined): boolean {
  const textOf = (row: IndexedDocument) => JSON.stringify(Object.entries(row).sort());
  return b !== undefined && textOf(a) === textOf(b);
}
