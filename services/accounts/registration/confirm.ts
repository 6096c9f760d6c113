import type { Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userConfirmed } from "../../../shared/events";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { updateUser } from "../identity";
import { deleteTokens, tokenOwner } from "../links";

/** Confirms the address a token was mailed to, once. Throws `token_invalid`: wrong, used and expired are one. */
export async function confirm(deps: AccountsDeps, params: { token: string }, caller: Caller) {
  return await deps.once(async (trx) => {
    const { user: found } = await tokenOwner(trx, "confirmation", params.token);
    if (found.confirmed_at) throw new AppError("token_invalid");
    await deleteTokens(trx, found.id, "confirmation");
    const row = await updateUser(trx, found.id, { confirmed_at: trx.fn.now() });
    const user = toUser(row);
    await deps.outbox.append(trx, userConfirmed, {
      subject: user.id,
      aggregateVersion: row.version,
      data: {},
      caller,
      actor: user.id,
    });
    return { user };
  });
}
