import { transaction } from "../database";
import { AppError } from "../errors";
import { findStoredEvent } from "../events";
import type { PublisherDeps } from "./deps";

/** One event of the log. Throws `not_found`, also for one that the log keeps no more. */
export async function getEvent(
  { db, service }: Pick<PublisherDeps, "db" | "service">,
  { id }: { id: string },
) {
  const event = await transaction(db, (trx) => findStoredEvent(trx, service, id));
  if (!event) throw new AppError("not_found", { detail: `there is no event ${id} in the log` });
  return { event };
}
