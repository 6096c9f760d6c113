import type { Caller } from "../../../shared/contracts";
import { sessionEnded } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { deleteSession } from "../store/sessions";
import { originOf } from "./origin";
import { ownerOf } from "./owner";

/** Ends the session that asks; one that has ended meanwhile is no error. */
export async function logOut(deps: AccountsDeps, _params: object, caller: Caller) {
  const { userId, sessionId } = ownerOf(caller);
  await deps.transaction(async (trx) => {
    if (!(await deleteSession(trx, userId, sessionId))) return;
    await deps.outbox.append(trx, sessionEnded, {
      subject: encodeTypeId("user", userId),
      aggregateVersion: 2,
      data: {
        session_id: encodeTypeId("session", sessionId),
        ...originOf(caller),
        reason: "log_out",
      },
      caller,
    });
  });
  return {};
}
