import type { Caller } from "../../../shared/contracts";
import { isUniqueViolation } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { userRegistered } from "../../../shared/events";
import { toUser } from "../../../shared/sessions";
import type { AccountsDeps } from "../deps";
import { insertUser } from "../store/users";
import { mayMail } from "./may-mail";

/**
 * Signs somebody up; the mail goes out unless the address has just had several, from accounts that
 * moved away or were deleted. Throws `validation_failed` with `email_taken` when it has an account.
 */
export async function register(
  deps: AccountsDeps,
  params: { email: string; password: string },
  caller: Caller,
) {
  // Not in the transaction: all who sign up would read there what the others write.
  const mailed = await mayMail(deps, deps.db, "confirmation", params.email);
  const passwordHash = await deps.passwords.hash(params.password);
  try {
    return await deps.once(async (trx) => {
      const { language } = caller;
      const row = await insertUser(trx, { email: params.email, passwordHash, mailed, language });
      const user = toUser(row);
      await deps.outbox.append(trx, userRegistered, {
        subject: user.id,
        aggregateVersion: row.version,
        data: { email: user.email },
        caller,
      });
      return { user };
    });
  } catch (error) {
    if (isUniqueViolation(error, "users_email_key")) {
      throw AppError.field("/email", "email_taken", "has an account already");
    }
    throw error;
  }
}
