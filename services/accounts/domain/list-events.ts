import type { Contracts, ParamsOf } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName, toPage } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import { findEvents } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { toEventFilters } from "./event-filters";

type Params = ParamsOf<Contracts["accounts"]["actions"]["listEvents"]>;

/**
 * The event log by the time of the changes. Read forwards while events are written, it may lack one
 * that took longer to commit than its neighbours: who follows it has to look back a few seconds.
 */
export async function listEvents(
  { db, signer, service }: Pick<Deps, "db" | "signer" | "service">,
  { limit, cursor, order, ...filters }: Params,
) {
  const list = listName("accounts.listEvents", { ...filters, order });
  const after = cursor === undefined ? [] : decodeCursor(signer, list, cursor);
  const found = await transaction(db, (trx) =>
    findEvents(trx, service, toEventFilters(filters), { order, after, limit: limit + 1 }),
  );
  return toPage(
    found,
    limit,
    ({ envelope }) => envelope,
    ({ position }) => encodeCursor(signer, list, position),
  );
}
