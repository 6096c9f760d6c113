import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { findUserById, requireAdmin, requireOtherAdmin } from "../identity";
import { removeUser } from "./remove-user";

/**
 * Removes anybody's account, as `deleteAccount` does one's own. Throws `not_found`, and
 * `validation_failed` for the last administrator.
 */
export async function deleteUser(deps: AccountsDeps, params: { id: string }, caller: Caller) {
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const user = await findUserById(trx, uuidOf(params.id));
    if (!user) throw new AppError("not_found");
    await requireOtherAdmin(trx, user, "/id");
    await removeUser(deps, trx, user, caller);
    return {};
  });
}
