import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { noteErasure } from "../../../shared/event-log";
import { userDeleted } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { countEvent, deleteUser, type UserRecord } from "../identity";
import { endSessions } from "../sessions";

/**
 * Removes an account with its sessions and links, and has the event log forget who it was. Locks the user
 * before their sessions, as all do who change both.
 */
export async function removeUser(
  deps: Pick<AccountsDeps, "outbox" | "service">,
  trx: Transaction,
  user: UserRecord,
  caller: Caller,
): Promise<void> {
  const aggregateVersion = await countEvent(trx, user.id);
  await endSessions(deps, trx, user.id, { reason: "account_deleted", caller });
  await deleteUser(trx, user.id);
  const subject = encodeTypeId("user", user.id);
  await noteErasure(trx, deps.service, subject);
  await deps.outbox.append(trx, userDeleted, {
    subject,
    aggregateVersion,
    data: {},
    caller,
  });
}
