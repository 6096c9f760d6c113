import { uuidOf, type Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { findUserById } from "../store/users";

/**
 * Asks again, in the transaction of a change, whether the user who makes it is an administrator still:
 * of two who disable each other at once only one succeeds. Throws `unauthenticated` when their account
 * is gone or disabled, `forbidden` when their role is another now. Operators have no account to ask.
 */
export async function requireAdmin(trx: Transaction, { scope }: Caller): Promise<void> {
  if (scope?.kind !== "user") return;
  const user = await findUserById(trx, uuidOf(scope.user_id));
  if (!user || user.disabled_at) throw new AppError("unauthenticated");
  if (user.role !== "admin") throw new AppError("forbidden");
}
