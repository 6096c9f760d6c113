import type { Caller } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { userConfirmed } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { updateUser } from "./store/change-user";
import type { UserRecord } from "./store/user-record";

/** Notes that the address of a user is theirs, with its event. `actor`: who showed it, where that is not the caller. */
export async function confirmAddress(
  deps: AccountsDeps,
  trx: Transaction,
  userId: string,
  { caller, actor }: { caller: Caller; actor?: string },
): Promise<UserRecord> {
  const row = await updateUser(trx, userId, { confirmed_at: trx.fn.now() });
  await deps.outbox.append(trx, userConfirmed, {
    subject: encodeTypeId("user", userId),
    aggregateVersion: row.version,
    data: {},
    caller,
    ...(actor === undefined ? {} : { actor }),
  });
  return row;
}
