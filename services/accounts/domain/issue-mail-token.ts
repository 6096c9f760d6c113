import { uuidOf, type MailPurpose } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { MAIL_EVENTS } from "./may-mail";
import { findUserEvent } from "../store/events";
import { insertToken, newestRequest } from "../store/tokens";
import { findUserById } from "../store/users";

/** How long a mailed link works, in days; the days are the original's. */
const DAYS: Record<MailPurpose, number> = { confirmation: 7, password_reset: 1, email_change: 7 };

/**
 * Makes the token for a mail that is about to be sent because of an event. Asked again for the same
 * event (the mail is being retried) it adds one, so that whichever copy arrives works; the token of
 * a newer event replaces those of older ones. Throws `not_found` (no such user or event),
 * `already_confirmed`, `token_invalid` (a newer mail is out, or all links ended since).
 */
export async function issueMailToken(
  deps: AccountsDeps,
  params: { user_id: string; purpose: MailPurpose; event_id: string },
) {
  const { purpose } = params;
  const userId = uuidOf(params.user_id);
  return await deps.transaction(async (trx) => {
    const user = await findUserById(trx, userId);
    const event = await findUserEvent(
      trx,
      uuidOf(params.event_id),
      params.user_id,
      MAIL_EVENTS[purpose],
    );
    if (!user || !event || user.disabled_at) throw new AppError("not_found");
    if (purpose === "confirmation" && user.confirmed_at) throw new AppError("already_confirmed");
    const version = event.aggregate_version;
    const newest = Math.max(user.links_since, await newestRequest(trx, userId, purpose));
    if (version < newest) throw new AppError("token_invalid");
    const { email: wanted, previous_email: from } = event.data;
    const sentTo = purpose === "email_change" ? wanted : user.email;
    if (sentTo === undefined) throw new AppError("not_found");
    if (purpose === "email_change" && from !== user.email) throw new AppError("token_invalid");
    const { token, expiresAt } = await insertToken(trx, {
      userId,
      userEmail: user.email,
      purpose,
      sentTo,
      requestVersion: version,
      days: DAYS[purpose],
    });
    const { language } = user;
    return { token, to: sentTo, language, expires_at: expiresAt.toISOString() };
  });
}
