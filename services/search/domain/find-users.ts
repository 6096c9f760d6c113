import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import type { Deps } from "../../../shared/service";
import { listDocuments, type Listed, type Position } from "../store/lists";
import { rankedMatches } from "./ranked-matches";
import { foldText } from "./search-text";
import { toListedUser } from "./to-listed-user";

type Params = ParamsOf<Contracts["search"]["actions"]["users"]>;

export const LIST = "search.users";
const QUERY_LENGTH = 200;

/** The name of the list of all users in an order, for its cursors. */
export function everyone(of: { confirmed: boolean | undefined; sort: Params["sort"] }): string {
  return listName(LIST, { ...of });
}

/** The filter as the store takes it, from the text of a query. */
export function isConfirmed(given: Params["confirmed"]): boolean | undefined {
  return given === undefined ? undefined : given === "true";
}

/**
 * Users that match a query, best first; without a query, all users in the requested order. Throws
 * `malformed_request` for a cursor of another search.
 */
export async function findUsers(deps: Pick<Deps, "db" | "signer" | "log">, params: Params) {
  const query = Array.from(foldText(params.query ?? "").trim())
    .slice(0, QUERY_LENGTH)
    .join("");
  const { limit, sort, cursor } = params;
  const confirmed = isConfirmed(params.confirmed);
  const list = query === "" ? everyone({ confirmed, sort }) : listName(LIST, { confirmed, query });
  const after = decodeCursor(deps.signer, list, cursor) as Position;
  const page = { after, confirmed, limit: limit + 1 };
  const found: Listed[] = await transaction(deps.db, async (trx) =>
    query === "" ? await listDocuments(trx, sort, page) : await rankedMatches(trx, query, page),
  );
  return toPage(
    found,
    limit,
    ({ row }) => toListedUser(row),
    ({ position }) => encodeCursor(deps.signer, list, position),
    { log: deps.log, list: LIST },
  );
}
