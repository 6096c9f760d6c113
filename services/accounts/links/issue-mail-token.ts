import { mailKinds, type MailPurpose, uuidOf } from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { sealed, USER_RECORD_COLUMNS, type UserRecord } from "../identity";
import { findRequest, isPasswordChange, type UserEvent } from "./store/mail-events";
import { deleteOlderTokens, insertToken } from "./store/tokens";

const TRIES = 5;

/**
 * Makes the token for a mail that is about to be sent because of an event. Asked again for the same
 * event (the mail is being retried) it adds one, so that whichever copy arrives works; the token of
 * a newer event replaces those of older ones. Throws `not_found` (no such user or event),
 * `already_confirmed`, `token_invalid` (a newer mail is out, or what was asked for is void).
 */
export async function issueMailToken(
  { db }: Pick<AccountsDeps, "db">,
  params: { user_id: string; purpose: MailPurpose; event_id: string },
) {
  const { purpose } = params;
  const { events, link } = mailKinds[purpose];
  const wanted = { eventId: uuidOf(params.event_id), userId: uuidOf(params.user_id) };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const asked = { ...wanted, purpose, types: events };
    const found = await findRequest<UserRecord>(db, USER_RECORD_COLUMNS, asked);
    if (!found) throw new AppError("not_found");
    const { event } = found;
    const user = sealed(found.user);
    const sentTo = await recipient(db, purpose, user, event);
    const requestVersion = event.aggregate_version;
    const made = await insertToken(db, { user, purpose, sentTo, requestVersion, days: link.days });
    // Otherwise something has happened to the user meanwhile, and all of it may be different.
    if (made) {
      if (event.newest > 0) await deleteOlderTokens(db, user.id, purpose, requestVersion);
      const expires_at = made.expiresAt.toISOString();
      return { token: made.token, to: sentTo, language: user.language, expires_at };
    }
  }
  throw new AppError("overloaded", { retryAfter: 1 });
}

/** Where the mail goes. Throws when it is not wanted any more. */
async function recipient(
  db: Database,
  purpose: MailPurpose,
  user: UserRecord,
  event: UserEvent & { newest: number },
): Promise<string> {
  if (user.disabled_at) throw new AppError("not_found");
  if (purpose === "confirmation" && user.confirmed_at) throw new AppError("already_confirmed");
  if (event.data.confirm === false) throw new AppError("token_invalid");
  if (event.aggregate_version < event.newest || (await isVoid(db, purpose, user, event))) {
    throw new AppError("token_invalid");
  }
  const { email: wanted, previous_email: from } = event.data;
  const sentTo = purpose === "email_change" ? wanted : user.email;
  if (sentTo === undefined) throw new AppError("not_found");
  if (purpose === "email_change" && from !== user.email) throw new AppError("token_invalid");
  return sentTo;
}

/**
 * Whether a request came before a change that voids what was asked for until then. A change of the
 * password does not void that an address is to be confirmed: it is the same, and so is the mailbox.
 */
async function isVoid(
  db: Database,
  purpose: MailPurpose,
  user: UserRecord,
  { aggregate_version, data }: UserEvent,
): Promise<boolean> {
  if (aggregate_version >= user.links_since) return false;
  if (purpose !== "confirmation" || data.email !== user.email) return true;
  return !(await isPasswordChange(db, encodeTypeId("user", user.id), user.links_since));
}
