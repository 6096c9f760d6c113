import { randomBytes } from "node:crypto";
import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import {
  userConfirmed,
  userInvitationRequested,
  userRegistered,
  userRoleChanged,
} from "../../../shared/events";
import type { Role } from "../../../shared/principal";
import { toUser } from "../../../shared/users";
import { hashNew } from "../credentials";
import type { AccountsDeps } from "../deps";
import {
  countEvent,
  insertUser,
  orEmailTaken,
  requireAdmin,
  updateUser,
  type UserRecord,
} from "../identity";
import { mayMail } from "../links";

interface NewUser {
  email: string;
  /** Absent: nobody knows it, and a mail invites the owner to choose one. */
  password?: string | undefined;
  role: Role;
  confirmed: boolean;
}

/**
 * Makes an account as an administrator wants it. One that is confirmed from the start gets no mail to
 * confirm it, and one that is invited confirms by that. Throws `validation_failed` with `email_taken`
 * when the address has an account, and as `hashNew` does.
 */
export async function createUser(deps: AccountsDeps, params: NewUser, caller: Caller) {
  const { email, password, role, confirmed } = params;
  const isInvited = password === undefined;
  const passwordHash = isInvited
    ? await deps.passwords.hash(randomBytes(32).toString("base64url"))
    : await hashNew(deps, password, { email });
  return await orEmailTaken(deps, () =>
    deps.once(async (trx) => {
      await requireAdmin(trx, caller);
      const mailed = !isInvited && !confirmed;
      let row = await insertUser(trx, { email, passwordHash });
      const data = { email, ...(mailed ? {} : { confirm: false }) };
      await deps.outbox.append(trx, userRegistered, { ...about(row, caller), data });
      if (confirmed) {
        row = await updateUser(trx, row.id, { confirmed_at: trx.fn.now() });
        await deps.outbox.append(trx, userConfirmed, { ...about(row, caller), data: {} });
      }
      if (role !== row.role) {
        row = await updateUser(trx, row.id, { role });
        await deps.outbox.append(trx, userRoleChanged, { ...about(row, caller), data: { role } });
      }
      if (isInvited) await invite(deps, trx, row, caller);
      return { user: toUser(row) };
    }),
  );
}

async function invite(deps: AccountsDeps, trx: Transaction, row: UserRecord, caller: Caller) {
  // It counts, whatever else was mailed there: the account is new, and nobody asked in its name.
  await mayMail(deps, trx, "invitation", row.email);
  const version = await countEvent(trx, row.id);
  await deps.outbox.append(trx, userInvitationRequested, {
    ...about({ ...row, version }, caller),
    data: { email: row.email },
  });
}

function about(row: UserRecord, caller: Caller) {
  return { subject: toUser(row).id, aggregateVersion: row.version, caller };
}
