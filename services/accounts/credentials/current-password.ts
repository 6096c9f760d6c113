import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { findUserById, type UserRecord } from "../identity";

/**
 * The user (a UUID) who has shown that they know the password of their account. Throws
 * `validation_failed` at `/current_password` when they do not, `rate_limited` as at log-in (of a
 * budget of its own), `unauthenticated` when the account is gone.
 */
export async function requireCurrentPassword(
  deps: Pick<AccountsDeps, "db" | "passwords" | "passwordBudget">,
  userId: string,
  password: string,
): Promise<UserRecord> {
  const user = await findUserById(deps.db, userId);
  if (!user || user.disabled_at) throw new AppError("unauthenticated");
  const guess = await deps.passwordBudget.current.spend(userId);
  const { matches } = await guess.by(() => deps.passwords.verify(user.password_hash, password));
  if (matches) {
    await guess.right();
    return user;
  }
  throw wrongPassword();
}

/**
 * Reads the user again inside a transaction. Throws like `requireCurrentPassword`: the password may
 * have changed while the given one was verified, which then no longer counts.
 */
export async function requireSamePassword(
  trx: Transaction,
  known: UserRecord,
): Promise<UserRecord> {
  const user = await findUserById(trx, known.id);
  if (!user || user.disabled_at) throw new AppError("unauthenticated");
  if (user.password_hash !== known.password_hash) throw wrongPassword();
  return user;
}

function wrongPassword(): AppError {
  return AppError.field("/current_password", "wrong_password", "is not your password");
}
