import { actorOf, type Caller } from "../../../shared/contracts";
import { isUniqueViolation } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { insertConfirmedUsers } from "../store/many-users";

/**
 * Makes many confirmed accounts, all or none. They share one password and its hash: hashing each
 * would take most of an hour for 100,000. Throws `validation_failed` with `email_taken`.
 */
export async function createUsers(
  deps: AccountsDeps,
  params: { emails: string[]; password: string },
  caller: Caller,
) {
  const { emails } = params;
  const passwordHash = await deps.passwords.hash(params.password);
  try {
    await deps.transaction((trx) =>
      insertConfirmedUsers(trx, { emails, passwordHash, actor: actorOf(caller) }),
    );
    return { created: emails.length };
  } catch (error) {
    if (isUniqueViolation(error, "users_email_key")) {
      throw AppError.field("/emails", "email_taken", "has an address that has an account already");
    }
    throw error;
  }
}
