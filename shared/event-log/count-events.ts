import { transaction } from "../database";
import { countEvents as count } from "../events";
import type { PublisherDeps } from "./deps";
import { type EventParams, toEventFilters } from "./event-filters";

/** How many events of the log fit at this moment, by the database's clock; about how many, when they are many. */
export async function countEvents(
  { db, service }: Pick<PublisherDeps, "db" | "service">,
  filters: EventParams,
) {
  const counted = await transaction(db, (trx) => count(trx, service, toEventFilters(filters)));
  return {
    count: counted.count,
    is_estimate: counted.isEstimate,
    counted_at: counted.countedAt.toISOString(),
  };
}
