import { emailKeyOf, type Caller } from "../../../shared/contracts";
import { isUniqueViolation } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { userEmailChanged } from "../../../shared/events";
import type { AccountsDeps } from "../deps";
import { findToken, takeToken } from "../store/tokens";
import { findUserById } from "../store/users";
import { ownerOf } from "./owner";
import { renewCredentials } from "./renew-credentials";

/** The address that a link would move the caller's account to. Throws `token_invalid`; uses nothing up. */
export async function checkEmailChangeToken(
  deps: AccountsDeps,
  params: { token: string },
  caller: Caller,
) {
  const found = await findToken(deps.db, "email_change", params.token);
  if (found?.user_id !== ownerOf(caller).userId) throw new AppError("token_invalid");
  return { email: found.sent_to };
}

/**
 * Moves the caller's account to the address that their link was mailed to, which confirms it. Throws
 * `token_invalid`, also for somebody else's link, and `validation_failed` with `email_taken`.
 */
export async function changeEmail(deps: AccountsDeps, params: { token: string }, caller: Caller) {
  const { userId } = ownerOf(caller);
  try {
    return await deps.once(async (trx) => {
      const token = await takeToken(trx, "email_change", params.token);
      const previous = await findUserById(trx, userId);
      if (!previous || token?.user_id !== userId) throw new AppError("token_invalid");
      const { row, answer } = await renewCredentials(deps, trx, {
        changes: {
          email: token.sent_to,
          email_key: emailKeyOf(token.sent_to),
          confirmed_at: trx.fn.now(),
        },
        reason: "email_changed",
        caller,
      });
      await deps.outbox.append(trx, userEmailChanged, {
        subject: answer.user.id,
        aggregateVersion: row.version,
        data: { previous_email: previous.email, email: row.email },
        caller,
      });
      return answer;
    });
  } catch (error) {
    if (isUniqueViolation(error, "users_email_key")) {
      throw AppError.field("/email", "email_taken", "has an account already");
    }
    throw error;
  }
}
