import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { confirmAddress, findUserById, requireAdmin } from "../identity";
import { deleteTokens } from "../links";

/**
 * Takes an address as confirmed without its link, which ends; one that is so already stays, without an
 * event. Throws `not_found`.
 */
export async function confirmUser(deps: AccountsDeps, params: { id: string }, caller: Caller) {
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const found = await findUserById(trx, uuidOf(params.id));
    if (!found) throw new AppError("not_found");
    if (found.confirmed_at) return { user: toUser(found) };
    const row = await confirmAddress(deps, trx, found.id, { caller });
    await deleteTokens(trx, found.id, "confirmation");
    return { user: toUser(row) };
  });
}
