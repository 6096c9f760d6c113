import { uuidOf, type Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { endSession, endSessions } from "./end-sessions";
import { ownerOf } from "./owner";

/** Ends one of the caller's sessions, which may be the one that asks. Throws `not_found`. */
export async function revokeSession(deps: AccountsDeps, params: { id: string }, caller: Caller) {
  const { userId } = ownerOf(caller);
  await deps.transaction(async (trx) => {
    const about = { sessionId: uuidOf(params.id), reason: "revoked", caller };
    if (!(await endSession(deps, trx, userId, about))) throw new AppError("not_found");
  });
  return {};
}

/** Ends every session of the caller but the one that asks. */
export async function revokeOtherSessions(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  await deps.transaction(async (trx) => {
    await endSessions(deps, trx, userId, { except: sessionId, reason: "revoked", caller });
  });
  return {};
}
