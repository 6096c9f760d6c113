import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userConfirmed } from "../../../shared/events";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { findUserById, requireAdmin, updateUser } from "../identity";
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
    await deleteTokens(trx, found.id, "confirmation");
    const row = await updateUser(trx, found.id, { confirmed_at: trx.fn.now() });
    await deps.outbox.append(trx, userConfirmed, {
      subject: params.id,
      aggregateVersion: row.version,
      data: {},
      caller,
    });
    return { user: toUser(row) };
  });
}
