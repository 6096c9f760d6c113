import { matchesTag, userTag, uuidOf, type Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userDisabled, userEnabled } from "../../../shared/events";
import { toUser } from "../../../shared/sessions";
import type { AccountsDeps } from "../deps";
import { deleteTokens } from "../store/tokens";
import { findUserById, updateUser as update, voidingLinks } from "../store/users";
import { endSessions } from "./end-sessions";
import { requireAdmin } from "./require-admin";

/**
 * Closes an account for log-in, which ends its sessions and links, or opens it again; what is so
 * already stays, without an event. Throws `not_found`, `precondition_failed`, and
 * `validation_failed` for one's own account.
 */
export async function updateUser(
  deps: AccountsDeps,
  params: { id: string; disabled: boolean; if_match?: string | undefined },
  caller: Caller,
) {
  const { id, disabled } = params;
  if (disabled && caller.scope?.kind === "user" && caller.scope.user_id === id) {
    throw AppError.field("/disabled", "own_account", "cannot be said of one's own account");
  }
  return await deps.transaction(async (trx) => {
    await requireAdmin(trx, caller);
    const current = await findUserById(trx, uuidOf(id));
    if (!current) throw new AppError("not_found");
    if (params.if_match !== undefined && !matchesTag(params.if_match, userTag(toUser(current)))) {
      throw new AppError("precondition_failed");
    }
    if (disabled === (current.disabled_at !== null)) return { user: toUser(current) };
    const row = await update(trx, current.id, {
      disabled_at: disabled ? trx.fn.now() : null,
      ...(disabled ? voidingLinks(trx) : {}),
    });
    if (disabled) {
      await deleteTokens(trx, row.id);
      await endSessions(deps, trx, row.id, { reason: "account_disabled", caller });
    }
    await deps.outbox.append(trx, disabled ? userDisabled : userEnabled, {
      subject: id,
      aggregateVersion: row.version,
      data: {},
      caller,
    });
    return { user: toUser(row) };
  });
}
