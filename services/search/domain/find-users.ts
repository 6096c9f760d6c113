import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import type { Deps } from "../../../shared/service";
import { toUser } from "../../../shared/sessions";
import { listDocuments, type Listed, type Position } from "../store/lists";
import { rankedMatches } from "./ranked-matches";
import { foldText } from "./search-text";

type Params = ParamsOf<Contracts["search"]["actions"]["users"]>;

const LIST = "search.users";
const QUERY_LENGTH = 200;

/** The name of the list of all users in an order, for its cursors. */
export function everyone(of: { confirmed: boolean | undefined; sort: Params["sort"] }): string {
  return listName(LIST, { ...of });
}

/**
 * Users that match a query, best first; without one every user in the order asked for. Throws
 * `malformed_request` for a cursor of another search.
 */
export async function findUsers(deps: Pick<Deps, "db" | "signer">, params: Params) {
  const query = Array.from(foldText(params.query ?? "").trim())
    .slice(0, QUERY_LENGTH)
    .join("");
  const { limit, sort, cursor } = params;
  const confirmed = params.confirmed === undefined ? undefined : params.confirmed === "true";
  const list = query === "" ? everyone({ confirmed, sort }) : listName(LIST, { confirmed, query });
  const after = cursor === undefined ? [] : (decodeCursor(deps.signer, list, cursor) as Position);
  const page = { after, confirmed, limit: limit + 1 };
  const found: Listed[] = await transaction(deps.db, async (trx) =>
    query === "" ? await listDocuments(trx, sort, page) : await rankedMatches(trx, query, page),
  );
  return toPage(
    found,
    limit,
    ({ row }) => toUser(row),
    ({ position }) => encodeCursor(deps.signer, list, position),
  );
}
