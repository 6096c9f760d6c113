import { type Caller, uuidOf } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { userOf } from "../../../shared/principal";
import { findUserById } from "./store/users";

/**
 * Asks again, in the transaction of a change, whether the user who makes it is an administrator still:
 * of two who disable each other at once only one succeeds. Throws `unauthenticated` when their account
 * is gone or disabled, `forbidden` when their role is another now. Operators have no account to ask.
 */
export async function requireAdmin(trx: Transaction, { principal }: Caller): Promise<void> {
  const asking = userOf(principal);
  if (!asking) return;
  const user = await findUserById(trx, uuidOf(asking.id));
  if (!user || user.disabled_at) throw new AppError("unauthenticated");
  if (user.role !== "admin") throw new AppError("forbidden");
}
