import type { Caller } from "../../../shared/contracts";
import { requireCurrentPassword, requireSamePassword } from "../credentials";
import type { AccountsDeps } from "../deps";
import { ownerOf, requireOtherAdmin } from "../identity";
import { removeUser } from "./remove-user";

/**
 * Removes the caller's account with its sessions and links; the other services follow by the event,
 * and the event log forgets who it was.
 * Throws `validation_failed` at `/current_password`, also for the last administrator.
 */
export async function deleteAccount(
  deps: AccountsDeps,
  params: { current_password: string },
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  const known = await requireCurrentPassword(deps, userId, params.current_password);
  return await deps.once(async (trx) => {
    const user = await requireSamePassword(trx, known);
    await requireOtherAdmin(trx, user, "/current_password");
    await removeUser(deps, trx, user, caller);
    return {};
  });
}
