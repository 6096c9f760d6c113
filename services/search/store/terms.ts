import type { Transaction } from "../../../shared/database";

/** A word by which a document is found; `inside` ones by their beginning too. */
export interface Term {
  term: string;
  inside: boolean;
}

const terms = (trx: Transaction) => trx.withSchema("search").table("terms");
const words = (trx: Transaction) => trx.withSchema("search").table("words");

/** The terms there are of some documents (UUIDs), by document. */
export async function findTerms(trx: Transaction, ids: string[]): Promise<Map<string, Term[]>> {
  const found = new Map<string, Term[]>();
  const rows = (await terms(trx)
    .whereIn("document_id", ids)
    .select("document_id", "term", "inside")) as (Term & { document_id: string })[];
  for (const { document_id, term, inside } of rows) {
    found.set(document_id, [...(found.get(document_id) ?? []), { term, inside }]);
  }
  return found;
}

/**
 * Replaces the terms of documents. `words` has each word once, for finding the one that was meant by
 * a misspelt one; a word that no document has any more is removed, it may be somebody's name.
 */
export async function replaceTerms(
  trx: Transaction,
  documents: { id: string; terms: Term[] }[],
): Promise<void> {
  if (documents.length === 0) return;
  const ids = documents.map(({ id }) => id);
  const removed = (await terms(trx).whereIn("document_id", ids).delete(["term"])) as Term[];
  const next = documents.flatMap(({ id, terms: own }) =>
    own.map((term) => ({ ...term, document_id: id })),
  );
  const kept = new Set(next.map(({ term }) => term));
  if (next.length > 0) {
    await terms(trx).insert(next);
    await words(trx)
      .insert([...kept].sort().map((word) => ({ word })))
      .onConflict("word")
      .ignore();
  }
  const gone = removed.map(({ term }) => term).filter((term) => !kept.has(term));
  if (gone.length === 0) return;
  await words(trx)
    .whereIn("word", gone)
    .whereNotExists(terms(trx).whereRaw("terms.term = words.word"))
    .delete();
}
