import { startLoop, type Loop } from "../../../shared/background";
import { sweepLimits } from "../../../shared/limits";
import type { AccountsDeps } from "../deps";
import { deleteExpiredSessions } from "../store/sessions";
import { deleteExpiredTokens } from "../store/tokens";

const EVERY = 10 * 60_000;

/** Removes what has expired; nothing relies on it, expiry is checked at every use. */
export function sweepExpired(deps: AccountsDeps): Loop {
  return startLoop({
    name: "sweep of expired sessions and tokens",
    interval: EVERY,
    log: deps.log,
    async work() {
      const sessions = await deleteExpiredSessions(deps.db);
      const tokens = await deleteExpiredTokens(deps.db);
      await sweepLimits(deps.db, deps.service);
      if (sessions + tokens > 0)
        deps.log.debug({ count: sessions + tokens }, "swept what had expired");
      return false;
    },
  });
}
