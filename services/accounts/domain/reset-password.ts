import type { Caller } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { userPasswordReset } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { deleteTokens, findToken, takeToken } from "../store/tokens";
import { findUserById, updateUser, voidingLinks, type UserRecord } from "../store/users";
import { endSessions } from "./end-sessions";

/** Whether a link to choose a new password works. Throws `token_invalid`; uses nothing up. */
export async function checkResetToken(deps: AccountsDeps, params: { token: string }) {
  await takeOwner(deps.db, params.token, findToken);
  return {};
}

/** Whom a link to choose a new password is of, read or used up. Throws `token_invalid`. */
async function takeOwner<On extends Database | Transaction>(
  on: On,
  token: string,
  read: (on: On, purpose: "password_reset", token: string) => ReturnType<typeof findToken>,
): Promise<UserRecord> {
  const found = await read(on, "password_reset", token);
  const user = found && (await findUserById(on, found.user_id));
  if (!user || user.disabled_at || user.email !== found.sent_to) {
    throw new AppError("token_invalid");
  }
  return user;
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
  // Nobody has a password hashed without a link.
  const { email_key } = await takeOwner(deps.db, params.token, findToken);
  const passwordHash = await deps.passwords.hash(params.password);
  await deps.once(async (trx) => {
    const user = await takeOwner(trx, params.token, takeToken);
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
    return {};
  });
  await deps.passwordBudget.clear(email_key);
  return {};
}
