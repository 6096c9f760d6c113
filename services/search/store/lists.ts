import type { Transaction } from "../../../shared/database";
import { USER_COLUMNS, type UserRow } from "../../../shared/users";

/** The values a list is ordered by, of one of its items. */
export type Position = (string | number | Date)[];

/** A user on a page, with the position behind which the next page goes on. */
export interface Listed {
  row: UserRow;
  position: Position;
}

export interface PageOf {
  limit: number;
  /** Of the item the page starts behind; empty for the first page. */
  after: Position;
  confirmed: boolean | undefined;
}

/** The columns of a user, of documents `d`. */
export const DOCUMENT_COLUMNS = USER_COLUMNS.map((name) => `d.${name}`).join(", ");

export function confirmedOnly({ confirmed }: PageOf): string {
  return confirmed === undefined ? "" : `and d.confirmed = ${confirmed}`;
}

const ORDERS = {
  created_at: { column: "created_at", direction: "asc", beyond: ">" },
  "-created_at": { column: "created_at", direction: "desc", beyond: "<" },
  email: { column: "email_key", direction: "asc", beyond: ">" },
  "-email": { column: "email_key", direction: "desc", beyond: "<" },
} as const;

/** Every user in an order, by keyset: a deep page costs what the first does. */
export async function listDocuments(
  trx: Transaction,
  sort: keyof typeof ORDERS,
  page: PageOf,
): Promise<Listed[]> {
  const { column, direction, beyond } = ORDERS[sort];
  const [value, id] = page.after;
  const { rows } = await trx.raw<{ rows: (UserRow & { email_key: string })[] }>(
    `select ${DOCUMENT_COLUMNS}, d.email_key from search.documents d
     where d.${column} is not null ${confirmedOnly(page)}
       ${id === undefined ? "" : `and (d.${column}, d.id) ${beyond} (:value, :id)`}
     order by d.${column} ${direction}, d.id ${direction} limit :limit`,
    { value: value ?? null, id: id ?? null, limit: page.limit },
  );
  return rows.map((row) => ({ row, position: [row[column], row.id] }));
}
