import type { Caller } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { encodeTypeId } from "../../../shared/ids";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { confirmAddress, type UserRecord } from "../identity";
import { deleteTokens, tokenOwner } from "../links";

/** Whether a link to confirm an address works. Throws `token_invalid`; uses nothing up. */
export async function checkConfirmationToken(deps: AccountsDeps, params: { token: string }) {
  await unconfirmedOwner(deps.db, params.token);
  return {};
}

/** Confirms the address a token was mailed to, once. Throws `token_invalid`: wrong, used and expired are one. */
export async function confirm(deps: AccountsDeps, params: { token: string }, caller: Caller) {
  return await deps.once(async (trx) => {
    const { id } = await unconfirmedOwner(trx, params.token);
    const actor = encodeTypeId("user", id);
    const row = await confirmAddress(deps, trx, id, { caller, actor });
    await deleteTokens(trx, id, "confirmation");
    return { user: toUser(row) };
  });
}

async function unconfirmedOwner(on: Database | Transaction, token: string): Promise<UserRecord> {
  const { user } = await tokenOwner(on, "confirmation", token);
  if (user.confirmed_at) throw new AppError("token_invalid");
  return user;
}
