import { startLoop, type Loop } from "../../../shared/background";
import { userDeleted } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { deleteOriginsOfDeleted } from "../store/origins";

const EVERY = 10 * 60_000;
const AT_ONCE = 1_000;

/**
 * How long after a deletion it is kept where the person had acted from, in days: so long somebody can say
 * that it was not they who deleted the account. The GDPR's month for an erasure (article 12, 3).
 */
const DAYS_AFTER_DELETION = 30;

/** Forgets where deleted users came from; their entries stay, under an id that is nobody's. */
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
