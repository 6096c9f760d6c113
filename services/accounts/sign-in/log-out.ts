import type { Caller } from "../../../shared/contracts";
import type { AccountsDeps } from "../deps";
import { ownerOf } from "../identity";
import { endSession } from "../sessions";

/** Ends the session that asks; one that has ended meanwhile is no error. */
export async function logOut(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  return await deps.once(async (trx) => {
    await endSession(deps, trx, userId, { sessionId, reason: "log_out", caller });
    return {};
  });
}
