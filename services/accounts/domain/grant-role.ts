import { uuidOf, type Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { userRoleChanged } from "../../../shared/events";
import { toUser } from "../../../shared/sessions";
import type { AccountsDeps } from "../deps";
import { findUserById, updateUser } from "../store/users";
import { requireAdmin } from "./require-admin";

/**
 * Gives a user another role, which their sessions have from the next request on; who has it already
 * keeps it, without an event. Throws `not_found`, and `validation_failed` for one's own account.
 */
export async function grantRole(
  deps: AccountsDeps,
  params: { id: string; role: "user" | "admin" },
  caller: Caller,
) {
  const { id, role } = params;
  if (caller.scope?.kind === "user" && caller.scope.user_id === id) {
    throw AppError.field("/role", "own_account", "cannot be changed of one's own account");
  }
  return await deps.transaction(async (trx) => {
    await requireAdmin(trx, caller);
    const found = await findUserById(trx, uuidOf(id));
    if (!found) throw new AppError("not_found");
    if (found.role === role) return { user: toUser(found) };
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
