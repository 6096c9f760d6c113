import { type Loop, startLoop } from "../../../shared/background";
import { userDeleted } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { deleteOriginsOfDeleted } from "../store/origins";

const EVERY = 10 * 60_000;
const AT_ONCE = 1_000;

/**
 * Days after the deletion of an account for which its origins are kept, so that its owner can still
 * report that somebody else deleted it. The GDPR allows a month for an erasure (article 12, 3).
 */
const DAYS_AFTER_DELETION = 30;

/** Deletes the origins of deleted users; their entries stay, under an id that no longer belongs to anybody. */
export function forgetOrigins({ db, log }: Pick<Deps, "db" | "log">): Loop {
  return startLoop({
    name: "forgetting of origins",
    interval: EVERY,
    log,
    async work() {
      const count = await deleteOriginsOfDeleted(db, userDeleted.type, {
        days: DAYS_AFTER_DELETION,
        limit: AT_ONCE,
      });
      if (count > 0) log.debug({ count }, "forgot where deleted users came from");
      return count === AT_ONCE;
    },
  });
}
