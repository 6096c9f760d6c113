import { transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { findStoredEvent } from "../../../shared/events";
import type { Deps } from "../../../shared/service";

/** One event of the log. Throws `not_found`, also for one that the log keeps no more. */
export async function getEvent(
  { db, service }: Pick<Deps, "db" | "service">,
  { id }: { id: string },
) {
  const event = await transaction(db, (trx) => findStoredEvent(trx, service, id));
  if (!event) throw new AppError("not_found", { detail: `there is no event ${id} in the log` });
  return { event };
}
