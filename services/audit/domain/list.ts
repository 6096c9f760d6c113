import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { requireKnownTypes } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import type { EntryFilters } from "../store/entries";
import { pageOfEntries } from "./page-of-entries";

type Params = ParamsOf<Contracts["audit"]["actions"]["list"]>;
type Filters = Omit<Params, "limit" | "cursor">;

/** The audit trail, newest first; `since` is inclusive, `until` exclusive. */
export async function list(deps: Pick<Deps, "db" | "signer" | "log">, params: Params) {
  const { limit, cursor, ...filters } = params;
  return await pageOfEntries(deps, LIST, toFilters(filters), { limit, cursor });
}

/** The name of this list, for its cursors. */
export const LIST = "audit.list";

/** The filters of a contract as the store takes them. Throws `validation_failed` for an unknown type. */
export function toFilters({ since, until, ...equal }: Filters): EntryFilters {
  requireKnownTypes(equal.type === undefined ? [] : [equal.type]);
  return { ...equal, since: timeOf(since), until: timeOf(until) };
}

function timeOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
