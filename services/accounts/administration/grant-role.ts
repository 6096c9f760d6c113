import { type Caller, uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userRoleChanged } from "../../../shared/events";
import { type Role, userOf } from "../../../shared/principal";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { findUserById, requireAdmin, requireOtherAdmin, updateUser } from "../identity";

/**
 * Gives a user another role, which their sessions have from the next request on; who has it already
 * keeps it, without an event. Throws `not_found`, and `validation_failed` for one's own account and for
 * the last administrator.
 */
export async function grantRole(
  deps: AccountsDeps,
  params: { id: string; role: Role },
  caller: Caller,
) {
  const { id, role } = params;
  if (userOf(caller.principal)?.id === id) {
    throw AppError.field("/role", "own_account", "cannot be changed on your own account");
  }
  return await deps.once(async (trx) => {
    await requireAdmin(trx, caller);
    const found = await findUserById(trx, uuidOf(id));
    if (!found) throw new AppError("not_found");
    if (found.role === role) return { user: toUser(found) };
    await requireOtherAdmin(trx, found, "/role");
    const row = await updateUser(trx, found.id, { role });
    await deps.outbox.append(trx, userRoleChanged, {
      subject: id,
      aggregateVersion: row.version,
      data: { role },
      caller,
    });
    return { user: toUser(row) };
  });
}
