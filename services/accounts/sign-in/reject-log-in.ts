import type { Caller } from "../../../shared/contracts";
import { sessionRejected } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findUserByEmail, type UserRecord } from "../identity";
import { originOf } from "../sessions";

/** Records a failed log-in: what was typed never, the address only when it has an account. */
export async function rejectLogIn(
  deps: Pick<AccountsDeps, "transaction" | "outbox">,
  caller: Caller,
  { email, reason, found }: { email: string; reason: string; found: UserRecord | undefined },
): Promise<void> {
  await deps.transaction(async (trx) => {
    // Read again, with or without an account: one that was deleted meanwhile must not be named.
    const current = await findUserByEmail(trx, email);
    const user = current?.id === found?.id ? current : undefined;
    await deps.outbox.append(trx, sessionRejected, {
      // No session came of it, and the user is as they were.
      aggregateVersion: 1,
      concerns: user ? [encodeTypeId("user", user.id)] : [],
      data: { reason, ...originOf(caller), ...(user ? { email: user.email } : {}) },
      caller,
    });
  });
}
