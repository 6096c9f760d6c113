import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { encodeCursor, showEach } from "../../../shared/cursors";
import type { Deps, NumberedList } from "../../../shared/service";
import type { ListedDocument } from "../store/document-list";
import { everyone, isConfirmed, LIST } from "./find-users";
import { toListedUser } from "./to-listed-user";

type Params = ParamsOf<Contracts["search"]["actions"]["page"]>;

/** The service's deps with its list by page numbers. */
export interface PagedDeps extends Deps {
  documents: NumberedList<ListedDocument>;
}

/** A page of all users by its number. After the last one a cursor continues the list. */
export async function page(
  { documents, signer, log }: Pick<PagedDeps, "documents" | "signer" | "log">,
  { confirmed: given, ...wanted }: Params,
) {
  const confirmed = isConfirmed(given);
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
    rows: showEach({ log, list: LIST }, found.rows, toListedUser),
    next_cursor: goesOn ? encodeCursor(signer, list, position(last)) : null,
  };
}
