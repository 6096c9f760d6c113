import type { Transaction } from "../../../shared/database";

/** A word by which a document is found; one that is `inside` also by its beginning. */
export interface Term {
  term: string;
  inside: boolean;
}

type StoredTerm = Term & { document_id: string };

/** The terms of some documents (UUIDs), by document. */
export async function findTerms(trx: Transaction, ids: string[]): Promise<Map<string, Term[]>> {
  const found = new Map<string, Term[]>();
  const { rows } = await trx
    .raw<{ rows: StoredTerm[] }>(
      "select document_id, term, inside from search.terms where document_id = any(?::uuid[])",
      [ids] as never[],
    )
    .options({ name: "find terms" });
  for (const { document_id, term, inside } of rows) {
    found.set(document_id, [...(found.get(document_id) ?? []), { term, inside }]);
  }
  return found;
}

/** Removes the terms of documents (UUIDs) that this transaction has locked; answers the words. */
export async function deleteTerms(trx: Transaction, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await trx
    .raw<{ rows: { term: string }[] }>(
      "delete from search.terms where document_id = any(?::uuid[]) returning term",
      [ids] as never[],
    )
    .options({ name: "delete terms" });
  return rows.map(({ term }) => term);
}
