import type { Caller, Session, User } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/sessions";
import type { AccountsDeps } from "../deps";
import { renewSession } from "../store/sessions";
import { deleteTokens } from "../store/tokens";
import { updateUser, voidingLinks, type UserRecord } from "../store/users";
import { endSessions } from "./end-sessions";
import { ownerOf } from "./owner";

/**
 * Changes what somebody proves themselves with: every other session and every link ends, and the
 * session that asks goes on under a new token. Throws `unauthenticated` when that has ended meanwhile.
 */
export async function renewCredentials(
  deps: AccountsDeps,
  trx: Transaction,
  { changes, reason, caller }: { changes: Record<string, unknown>; reason: string; caller: Caller },
): Promise<{ row: UserRecord; answer: { user: User; session: Session; token: string } }> {
  const { userId, sessionId } = ownerOf(caller);
  const renewed = await renewSession(trx, userId, sessionId);
  if (!renewed) throw new AppError("unauthenticated");
  const row = await updateUser(trx, userId, { ...changes, ...voidingLinks(trx) });
  await deleteTokens(trx, userId);
  await endSessions(deps, trx, userId, { except: sessionId, reason, caller });
  return { row, answer: { user: toUser(row), ...renewed } };
}
