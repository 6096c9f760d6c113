import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { requireKnownTypes } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import type { EntryFilters } from "../store/entries";
import { pageOfEntries } from "./page-of-entries";

type Params = ParamsOf<Contracts["audit"]["actions"]["list"]>;
type Filters = Omit<Params, "limit" | "cursor">;

/**
 * The audit trail, newest first; `since` is inclusive, `until` exclusive. Throws `validation_failed` as
 * `requireFindable` does.
 */
export async function list(deps: Pick<Deps, "db" | "signer" | "log">, params: Params) {
  const { limit, cursor, ...filters } = params;
  const found = await pageOfEntries(deps, LIST, toFilters(filters), { limit, cursor });
  if (cursor === undefined) requireFindable(filters, found.data.length);
  return found;
}

/** The name of this list, for its cursors. */
export const LIST = "audit.list";

/**
 * Throws `validation_failed` for a type of which nothing was found, unless it is in the catalogue: one that a
 * newer release has recorded is not there.
 */
export function requireFindable({ type }: Pick<Filters, "type">, found: number): void {
  if (type !== undefined && found === 0) requireKnownTypes([type]);
}

/** The filters of a contract as the store takes them. */
export function toFilters({ since, until, ...equal }: Filters): EntryFilters {
  return { ...equal, since: timeOf(since), until: timeOf(until) };
}

function timeOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
