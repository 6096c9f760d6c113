import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userOf } from "../../../shared/principal";
import type { AccountsDeps } from "../deps";
import { findUserById, requireAdmin, requireOtherAdmin } from "../identity";
import { removeUser } from "./remove-user";

/**
 * Removes the account of somebody else, as `deleteAccount` does one's own, which asks for the password.
 * Throws `not_found`, and `validation_failed` for one's own account and for the last administrator.
 */
export async function deleteUser(deps: AccountsDeps, params: { id: string }, caller: Caller) {
  if (userOf(caller.principal)?.id === params.id) {
    throw AppError.field("/id", "own_account", "is your own account, which needs your password");
  }
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const user = await findUserById(trx, uuidOf(params.id));
    if (!user) throw new AppError("not_found");
    await requireOtherAdmin(trx, user, "/id");
    await removeUser(deps, trx, user, caller);
    return {};
  });
}
