import type { Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userDeleted } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { forgetInEvents } from "../store/events";
import { deleteUser, findUserById } from "../store/users";
import { requireCurrentPassword } from "./current-password";
import { endSessions } from "./end-sessions";
import { ownerOf } from "./owner";

/**
 * Removes the caller's account with its sessions and links; the other services follow by the event.
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
    const user = await findUserById(trx, userId);
    if (user?.password_hash !== known.password_hash) throw new AppError("unauthenticated");
    await endSessions(deps, trx, userId, { reason: "account_deleted", caller });
    await deleteUser(trx, userId);
    const subject = encodeTypeId("user", userId);
    await forgetInEvents(trx, subject);
    await deps.outbox.append(trx, userDeleted, {
      subject,
      aggregateVersion: user.version + 1,
      data: {},
      caller,
    });
  });
  return {};
}
