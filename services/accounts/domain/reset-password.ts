import type { Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userPasswordReset } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { deleteTokens, findToken, takeToken } from "../store/tokens";
import { findUserById, updateUser, voidingLinks } from "../store/users";
import { endSessions } from "./end-sessions";

/** Whether a link to choose a new password works. Throws `token_invalid`; uses nothing up. */
export async function checkResetToken(deps: AccountsDeps, params: { token: string }) {
  const token = await findToken(deps.db, "password_reset", params.token);
  const user = token && (await findUserById(deps.db, token.user_id));
  if (!user || user.disabled_at || user.email !== token.sent_to) {
    throw new AppError("token_invalid");
  }
  return {};
}

/**
 * Gives an account the password that whoever has its mailed link chooses; all its sessions and links
 * end and nobody is logged in. Throws `token_invalid`.
 */
export async function resetPassword(
  deps: AccountsDeps,
  params: { token: string; password: string },
  caller: Caller,
) {
  await checkResetToken(deps, params); // nobody has a password hashed without a link
  const passwordHash = await deps.passwords.hash(params.password);
  const emailKey = await deps.transaction(async (trx) => {
    const token = await takeToken(trx, "password_reset", params.token);
    const user = token && (await findUserById(trx, token.user_id));
    if (!user || user.disabled_at || user.email !== token.sent_to) {
      throw new AppError("token_invalid");
    }
    const row = await updateUser(trx, user.id, {
      password_hash: passwordHash,
      ...voidingLinks(trx),
    });
    await deleteTokens(trx, user.id);
    const subject = encodeTypeId("user", user.id);
    const reason = "password_reset";
    await endSessions(deps, trx, user.id, { reason, caller, actor: subject });
    await deps.outbox.append(trx, userPasswordReset, {
      subject,
      aggregateVersion: row.version,
      data: {},
      caller,
      actor: subject,
    });
    return user.email_key;
  });
  await deps.passwordBudget.clear(emailKey);
  return {};
}
