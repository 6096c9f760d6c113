import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { encodeCursor } from "../../../shared/cursors";
import type { Deps, NumberedList } from "../../../shared/service";
import { toUser } from "../../../shared/sessions";
import type { ListedDocument } from "../store/document-list";
import { everyone } from "./find-users";

type Params = ParamsOf<Contracts["search"]["actions"]["page"]>;

/** What the service's functions are handed, with its list by page numbers. */
export interface PagedDeps extends Deps {
  documents: NumberedList<ListedDocument>;
}

/** A page of every user in an order; behind the last number the list goes on by cursor. */
export async function page(
  { documents, signer }: Pick<PagedDeps, "documents" | "signer">,
  { confirmed: given, ...wanted }: Params,
) {
  const confirmed = given === undefined ? undefined : given === "true";
  const found = await documents.page({ ...wanted, filters: { confirmed } });
  const last = found.rows.at(-1);
  const goesOn = found.more && found.page === found.total_pages && last !== undefined;
  const { sort } = wanted;
  const list = everyone({ confirmed, sort });
  const position = (row: ListedDocument) => [
    sort.endsWith("email") ? row.email_key : row.created_at,
    row.id,
  ];
  return {
    ...found,
    rows: found.rows.map(toUser),
    next_cursor: goesOn ? encodeCursor(signer, list, position(last)) : null,
  };
}
