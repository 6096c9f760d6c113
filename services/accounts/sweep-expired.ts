import { type Loop, startLoop } from "../../shared/background";
import { createRecordedAnswers } from "../../shared/idempotency";
import { sweepLimits } from "../../shared/limits";
import type { AccountsDeps } from "./deps";
import { deleteUnconfirmedFactors } from "./factors";
import { deleteExpiredTokens } from "./links";
import { deleteExpiredSessions } from "./sessions";
import { deleteExpiredLogIns } from "./sign-in";

const EVERY = 10 * 60_000;
const SWEPT_AT_ONCE = 1_000;

/** Removes what has expired; nothing relies on it, expiry is checked at every use. */
export function sweepExpired(deps: AccountsDeps): Loop {
  return startLoop({
    name: "sweep of expired sessions and tokens",
    interval: EVERY,
    log: deps.log,
    async work() {
      const sessions = await deleteExpiredSessions(deps.db);
      const tokens = await deleteExpiredTokens(deps.db);
      const factors = await deleteUnconfirmedFactors(deps.db);
      const logIns = await deleteExpiredLogIns(deps.db);
      const more = await sweepLimits(deps.db, deps.service);
      const answers = await createRecordedAnswers(deps.db, deps.service).sweep(SWEPT_AT_ONCE);
      const count = sessions + tokens + factors + logIns + answers;
      if (count > 0) deps.log.debug({ count }, "swept what had expired");
      return more || answers === SWEPT_AT_ONCE;
    },
  });
}
