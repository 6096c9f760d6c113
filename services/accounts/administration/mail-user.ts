import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import {
  userConfirmationRequested,
  userInvitationRequested,
  userPasswordResetRequested,
} from "../../../shared/events";
import { tooMany } from "../../../shared/limits";
import type { AccountsDeps } from "../deps";
import { countEvent, findUserById, requireAdmin, type UserRecord } from "../identity";
import { tryMail } from "../links";

const EVENTS = {
  confirmation: userConfirmationRequested,
  password_reset: userPasswordResetRequested,
  invitation: userInvitationRequested,
};

/**
 * Has a mail with a link sent to a user because an administrator wants it. Throws `not_found`,
 * `validation_failed` when the account has no use for it, and `rate_limited` where those who ask for
 * themselves are told nothing.
 */
export async function mailUser(
  deps: AccountsDeps,
  { id, kind }: { id: string; kind: keyof typeof EVENTS },
  caller: Caller,
) {
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const user = await findUserById(trx, uuidOf(id));
    if (!user) throw new AppError("not_found");
    requireUse(user, kind);
    const tried = await tryMail(deps, trx, kind, user.email);
    if (!tried.allowed) throw tooMany(tried);
    await deps.outbox.append(trx, EVENTS[kind], {
      subject: id,
      aggregateVersion: await countEvent(trx, user.id),
      data: { email: user.email },
      caller,
    });
    return {};
  });
}

function requireUse(user: UserRecord, kind: keyof typeof EVENTS): void {
  if (user.disabled_at) {
    throw AppError.field("/kind", "account_disabled", "cannot be sent to a disabled account");
  }
  if (kind !== "password_reset" && user.confirmed_at) {
    throw AppError.field("/kind", "already_confirmed", "is of no use: the address is confirmed");
  }
}
