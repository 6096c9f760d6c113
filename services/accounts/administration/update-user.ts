import { type Caller, matchesTag, userTag, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userDisabled, userEnabled } from "../../../shared/events";
import { userOf } from "../../../shared/principal";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import {
  changeCredentials,
  findUserById,
  requireAdmin,
  requireOtherAdmin,
  updateUser as update,
} from "../identity";
import { deleteTokens } from "../links";
import { endSessions } from "../sessions";

/**
 * Disables an account, which ends its sessions and links, or enables it again; what is so already
 * stays, without an event. Throws `not_found`, `precondition_failed`, and
 * `validation_failed` for one's own account and for the last administrator.
 */
export async function updateUser(
  deps: AccountsDeps,
  params: { id: string; disabled: boolean; if_match?: string | undefined },
  caller: Caller,
) {
  const { id, disabled } = params;
  if (disabled && userOf(caller.principal)?.id === id) {
    throw AppError.field("/disabled", "own_account", "cannot be set on your own account");
  }
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const current = await findUserById(trx, uuidOf(id));
    if (!current) throw new AppError("not_found");
    if (params.if_match !== undefined && !matchesTag(params.if_match, userTag(toUser(current)))) {
      throw new AppError("precondition_failed");
    }
    if (disabled === (current.disabled_at !== null)) return { user: toUser(current) };
    if (disabled) await requireOtherAdmin(trx, current, "/disabled");
    const row = disabled
      ? await changeCredentials(trx, current.id, { disabled_at: trx.fn.now() })
      : await update(trx, current.id, { disabled_at: null });
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
