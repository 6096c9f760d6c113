import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { encodeCursor, listName, showEach } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import type { Deps, NumberedList } from "../../../shared/service";
import type { ShownEntry } from "../store/entry-list";
import { findOrigins } from "../store/origins";
import { LIST, requireFindable, toFilters } from "./list";
import { toAuditEntry } from "./page-of-entries";

type Params = ParamsOf<Contracts["audit"]["actions"]["page"]>;

/** The service's deps with its list by page numbers. */
export interface PagedDeps extends Deps {
  entries: NumberedList<ShownEntry>;
}

/**
 * A page of the audit trail by its number. After the last one, newest first, a cursor continues the list.
 * Throws `validation_failed` as `requireFindable` does.
 */
export async function page(
  { db, entries, signer, log }: Pick<PagedDeps, "db" | "entries" | "signer" | "log">,
  { page: number, page_size, sort, ...given }: Params,
) {
  const filters = toFilters(given);
  const found = await entries.page({ page: number, page_size, sort, filters: { ...filters } });
  requireFindable(given, found.total);
  const ids = found.rows.map(({ id }) => id);
  const origins = await transaction(db, (trx) => findOrigins(trx, ids));
  const last = found.rows.at(-1);
  const goesOn = found.more && found.page === found.total_pages && sort === "-occurred_at";
  const list = listName(LIST, { ...filters });
  return {
    ...found,
    rows: showEach({ log, list: LIST }, found.rows, (row) =>
      toAuditEntry(row, origins.get(row.id)),
    ),
    next_cursor: goesOn && last ? encodeCursor(signer, list, [last.occurred_at, last.id]) : null,
  };
}
