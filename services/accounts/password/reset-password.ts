import { type Caller, emailKeyOf } from "../../../shared/contracts";
import { userPasswordReset } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import { hashNew } from "../credentials";
import type { AccountsDeps } from "../deps";
import { changeCredentials, confirmAddress } from "../identity";
import { deleteTokens, tokenOwner } from "../links";
import { endSessions } from "../sessions";

/** What the links are for by which somebody chooses a password: one of theirs, or the first of an account. */
const CHOOSING = ["password_reset", "invitation"] as const;

/** Whether a link to choose a new password works. Throws `token_invalid`; uses nothing up. */
export async function checkResetToken(deps: AccountsDeps, params: { token: string }) {
  await tokenOwner(deps.db, CHOOSING, params.token);
  return {};
}

/**
 * Gives an account the password that whoever has its mailed link chooses; that shows
 * their address to be theirs, all its sessions and links end, and nobody is logged in. Throws `token_invalid`.
 */
export async function resetPassword(
  deps: AccountsDeps,
  params: { token: string; password: string },
  caller: Caller,
) {
  // Nobody has a password hashed without a link, and one that is refused leaves it as it is.
  const { user: owner } = await tokenOwner(deps.db, CHOOSING, params.token);
  const passwordHash = await hashNew(deps, params.password, owner);
  return await deps.once(async (trx) => {
    const { user } = await tokenOwner(trx, CHOOSING, params.token);
    const subject = encodeTypeId("user", user.id);
    if (!user.confirmed_at) await confirmAddress(deps, trx, user.id, { caller, actor: subject });
    const row = await changeCredentials(trx, user.id, { password_hash: passwordHash });
    await deleteTokens(trx, user.id);
    const reason = "password_reset";
    await endSessions(deps, trx, user.id, { reason, caller, actor: subject });
    await deps.outbox.append(trx, userPasswordReset, {
      subject,
      aggregateVersion: row.version,
      data: {},
      caller,
      actor: subject,
    });
    // Who can read the mails need not wait for what others have guessed.
    await deps.passwordBudget.logIn.clear(emailKeyOf(user.email), trx);
    await deps.passwordBudget.current.clear(user.id, trx);
    return {};
  });
}
