import type { Caller } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { userEmailChanged } from "../../../shared/events";
import { emailColumns } from "../../../shared/users";
import { renewCredentials } from "../credentials";
import type { AccountsDeps } from "../deps";
import { orEmailTaken, ownerOf } from "../identity";
import { tokenOwner } from "../links";

/**
 * The address that a link would move an account to. Throws `token_invalid`, to who is logged in also for
 * somebody else's link; uses nothing up.
 */
export async function checkEmailChangeToken(
  deps: AccountsDeps,
  params: { token: string },
  caller: Caller,
) {
  const find = caller.principal?.kind === "session" ? ownLink : anyLink;
  const { sentTo } = await find(deps.db, params.token, caller);
  return { email: sentTo };
}

/**
 * Moves the caller's account to the address that their link was mailed to, which confirms it. Throws
 * `token_invalid`, also for somebody else's link, and `validation_failed` with `email_taken`.
 */
export async function changeEmail(deps: AccountsDeps, params: { token: string }, caller: Caller) {
  return await orEmailTaken(deps, () =>
    deps.once(async (trx) => {
      const { user: previous, sentTo } = await ownLink(trx, params.token, caller);
      const { row, answer } = await renewCredentials(deps, trx, {
        changes: { ...emailColumns(sentTo), confirmed_at: trx.fn.now() },
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
    }),
  );
}

async function anyLink(on: Database | Transaction, token: string) {
  return await tokenOwner(on, "email_change", token);
}

async function ownLink(on: Database | Transaction, token: string, caller: Caller) {
  const link = await anyLink(on, token);
  if (link.user.id !== ownerOf(caller).userId) throw new AppError("token_invalid");
  return link;
}
