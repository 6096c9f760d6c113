import type { Caller } from "../../../shared/contracts";
import { userConfirmed, userRegistered, userRoleChanged } from "../../../shared/events";
import type { Role } from "../../../shared/principal";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { insertUser, orEmailTaken, updateUser, type UserRecord } from "../identity";

/**
 * Makes an account as an operator wants it; one that is confirmed from the start gets no mail.
 * Throws `validation_failed` with `email_taken` when the address has an account.
 */
export async function createUser(
  deps: AccountsDeps,
  params: { email: string; password: string; role: Role; confirmed: boolean },
  caller: Caller,
) {
  const { email, role, confirmed } = params;
  const passwordHash = await deps.passwords.hash(params.password);
  return await orEmailTaken(() =>
    deps.transaction(async (trx) => {
      let row = await insertUser(trx, { email, passwordHash });
      const data = { email, ...(confirmed ? { confirm: false } : {}) };
      await deps.outbox.append(trx, userRegistered, { ...about(row, caller), data });
      if (confirmed) {
        row = await updateUser(trx, row.id, { confirmed_at: trx.fn.now() });
        await deps.outbox.append(trx, userConfirmed, { ...about(row, caller), data: {} });
      }
      if (role !== row.role) {
        row = await updateUser(trx, row.id, { role });
        await deps.outbox.append(trx, userRoleChanged, { ...about(row, caller), data: { role } });
      }
      return { user: toUser(row) };
    }),
  );
}

function about(row: UserRecord, caller: Caller) {
  return { subject: toUser(row).id, aggregateVersion: row.version, caller };
}
