import type { Caller } from "../../../shared/contracts";
import { userDeleted } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { insertErasure } from "../store/erasures";
import { deleteUser } from "../store/users";
import { requireCurrentPassword, requireSamePassword } from "./current-password";
import { endSessions } from "./end-sessions";
import { ownerOf } from "./owner";

/**
 * Removes the caller's account with its sessions and links; the other services follow by the event,
 * and the event log forgets who it was.
 * Throws `validation_failed` at `/current_password`.
 */
export async function deleteAccount(
  deps: AccountsDeps,
  params: { current_password: string },
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  const known = await requireCurrentPassword(deps, userId, params.current_password);
  await deps.transaction(async (trx) => {
    const user = await requireSamePassword(trx, known);
    await endSessions(deps, trx, userId, { reason: "account_deleted", caller });
    await deleteUser(trx, userId);
    const subject = encodeTypeId("user", userId);
    await insertErasure(trx, subject);
    await deps.outbox.append(trx, userDeleted, {
      subject,
      aggregateVersion: user.version + 1,
      data: {},
      caller,
    });
  });
  return {};
}
