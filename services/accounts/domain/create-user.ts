import type { Caller } from "../../../shared/contracts";
import { isUniqueViolation } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { userConfirmed, userRegistered, userRoleChanged } from "../../../shared/events";
import { toUser } from "../../../shared/sessions";
import type { AccountsDeps } from "../deps";
import { insertUser, updateUser, type UserRecord } from "../store/users";

/**
 * Makes an account as an operator wants it; one that is confirmed from the start gets no mail.
 * Throws `validation_failed` with `email_taken` when the address has an account.
 */
export async function createUser(
  deps: AccountsDeps,
  params: { email: string; password: string; role: "user" | "admin"; confirmed: boolean },
  caller: Caller,
) {
  const { email, role, confirmed } = params;
  const passwordHash = await deps.passwords.hash(params.password);
  try {
    return await deps.transaction(async (trx) => {
      let row = await insertUser(trx, { email, passwordHash });
      await deps.outbox.append(trx, userRegistered, { ...about(row, caller), data: { email } });
      if (confirmed) {
        row = await updateUser(trx, row.id, { confirmed_at: trx.fn.now() });
        await deps.outbox.append(trx, userConfirmed, { ...about(row, caller), data: {} });
      }
      if (role !== row.role) {
        row = await updateUser(trx, row.id, { role });
        await deps.outbox.append(trx, userRoleChanged, { ...about(row, caller), data: { role } });
      }
      return { user: toUser(row) };
    });
  } catch (error) {
    if (isUniqueViolation(error, "users_email_key")) {
      throw AppError.field("/email", "email_taken", "has an account already");
    }
    throw error;
  }
}

function about(row: UserRecord, caller: Caller) {
  return { subject: toUser(row).id, aggregateVersion: row.version, caller };
}
