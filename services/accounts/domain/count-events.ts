import { transaction } from "../../../shared/database";
import { countEvents as count } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { toEventFilters, type EventParams } from "./event-filters";

/** How many events of the log fit at this moment, by the database's clock. */
export async function countEvents(
  { db, service }: Pick<Deps, "db" | "service">,
  filters: EventParams,
) {
  const counted = await transaction(db, (trx) => count(trx, service, toEventFilters(filters)));
  return { count: counted.count, counted_at: counted.countedAt.toISOString() };
}
