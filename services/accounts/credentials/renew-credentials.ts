import type { Caller, Session, User } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { changeCredentials, ownerOf, type UserRecord } from "../identity";
import { deleteTokens } from "../links";
import { endSessions } from "../sessions";
import { renewSession } from "../sign-in";

/**
 * Changes what somebody proves themselves with: every other session and every link ends, and the
 * session that asks goes on under a new token. Throws `unauthenticated` when that has ended meanwhile.
 * Locks the user before their session, as all do who change both.
 */
export async function renewCredentials(
  deps: AccountsDeps,
  trx: Transaction,
  { changes, reason, caller }: { changes: Record<string, unknown>; reason: string; caller: Caller },
): Promise<{ row: UserRecord; answer: { user: User; session: Session; token: string } }> {
  const { userId, sessionId } = ownerOf(caller);
  const row = await changeCredentials(trx, userId, changes);
  const renewed = await renewSession(trx, caller);
  await deleteTokens(trx, userId);
  await endSessions(deps, trx, userId, { except: sessionId, reason, caller });
  return { row, answer: { user: toUser(row), ...renewed } };
}
