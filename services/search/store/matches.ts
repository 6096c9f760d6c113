import type { Transaction } from "../../../shared/database";
import type { UserRow } from "../../../shared/users";
import { confirmedOnly, DOCUMENT_COLUMNS, type Listed, type PageOf, type Position } from "./lists";
import { ofLetters } from "./similar-words";

/** Appended to a text, sorts bytewise after everything that begins with that text. */
export const END = "\u{10ffff}";
export const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Addresses that begin with `query`, in their order. Position: address, id. */
export async function matchAddresses(trx: Transaction, query: string, page: PageOf) {
  const [address = query, id = FIRST_ID] = page.after;
  return await listed<{ search_text: string }>(
    trx,
    `select ${DOCUMENT_COLUMNS}, d.search_text from search.documents d
     where d.search_text >= :query and d.search_text < :end
       and (d.search_text, d.id) > (:address, :id) ${confirmedOnly(page)}
     order by d.search_text, d.id limit :limit`,
    { query, end: query + END, address, id, limit: page.limit },
    (row) => [row.search_text, row.id],
  );
}

/**
 * Addresses that have a word, other than their beginning, that begins with `query`; each is listed under
 * the first such word. Position: word, id.
 */
export async function matchWords(trx: Transaction, query: string, page: PageOf) {
  const [term = query, id = FIRST_ID] = page.after;
  return await listed<{ term: string }>(
    trx,
    `select ${DOCUMENT_COLUMNS}, t.term
     from search.terms t join search.documents d on d.id = t.document_id
     where t.inside and t.term >= :query and t.term < :end
       and (t.term, t.document_id) > (:term, :id)
       and not (d.search_text >= :query and d.search_text < :end) ${confirmedOnly(page)}
       and not exists (
         select 1 from search.terms e
         where e.document_id = t.document_id and e.inside
           and e.term >= :query and e.term < t.term)
     order by t.term, t.document_id limit :limit`,
    { query, end: query + END, term, id, limit: page.limit },
    (row) => [row.term, row.id],
  );
}

/**
 * Addresses that contain `query` anywhere else; when that is of letters, not in a word of letters, because
 * these were listed before. Position: address, id.
 */
export async function matchParts(
  trx: Transaction,
  query: string,
  page: PageOf,
  { isOfLetters }: { isOfLetters: boolean },
) {
  const [address = "", id = FIRST_ID] = page.after;
  const innerWord = `or e.term like :infix and ${ofLetters("e.term")}`;
  return await listed<{ search_text: string }>(
    trx,
    `select ${DOCUMENT_COLUMNS}, d.search_text from search.documents d
     where d.search_text like :infix
       and not (d.search_text >= :query and d.search_text < :end)
       and (d.search_text, d.id) > (:address, :id) ${confirmedOnly(page)}
       and not exists (
         select 1 from search.terms e
         where e.document_id = d.id
           and (e.inside and e.term >= :query and e.term < :end ${isOfLetters ? innerWord : ""}))
     order by d.search_text, d.id limit :limit`,
    { query, end: query + END, infix: infixOf(query), address, id, limit: page.limit },
    (row) => [row.search_text, row.id],
  );
}

/**
 * Addresses that have a word, one of each list of `others`, and all `numbers`. Without those that contain
 * `query` or have a word of `better`, because they were listed before. Position: id.
 */
export async function matchWord(
  trx: Transaction,
  query: string,
  wanted: { word: string; better: string[]; others: string[][]; numbers: readonly string[] },
  page: PageOf,
) {
  const [id = FIRST_ID] = page.after;
  const others = wanted.others.map((words, n) => [`other${n}`, words] as const);
  const numbers = wanted.numbers.map((number, n) => [`number${n}`, infixOf(number)] as const);
  return await listed(
    trx,
    `select ${DOCUMENT_COLUMNS}
     from search.terms t join search.documents d on d.id = t.document_id
     where t.term = :word and t.document_id > :id ${confirmedOnly(page)}
       and d.search_text not like :infix
       ${numbers.map(([name]) => `and d.search_text like :${name}`).join(" ")}
       and not exists (
         select 1 from search.terms e where e.document_id = t.document_id and e.term = any(:better))
       ${others
         .map(
           ([name]) => `and exists (
         select 1 from search.terms e where e.document_id = t.document_id and e.term = any(:${name}))`,
         )
         .join("\n")}
     order by t.document_id limit :limit`,
    {
      word: wanted.word,
      better: wanted.better,
      infix: infixOf(query),
      id,
      limit: page.limit,
      ...Object.fromEntries<string | string[]>([...others, ...numbers]),
    },
    (row) => [row.id],
  );
}

// No ESCAPE clause: CockroachDB would not use the index, and the backslash is the default.
export function infixOf(query: string): string {
  return `%${query.replaceAll(/[\\%_]/g, "\\$&")}%`;
}

async function listed<Extra = object>(
  trx: Transaction,
  sql: string,
  bindings: Record<string, string | number | Date | string[]>,
  positionOf: (row: UserRow & Extra) => Position,
): Promise<Listed[]> {
  const { rows } = await trx.raw<{ rows: (UserRow & Extra)[] }>(sql, bindings);
  return rows.map((row) => ({ row, position: positionOf(row) }));
}
