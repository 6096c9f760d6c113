import type { Caller, Session } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { ownerOf } from "../identity";
import { updateSession } from "./store/update-session";

/**
 * Gives the session that asks a new token, its user having just proved again who they are. Throws
 * `unauthenticated` when it is over.
 */
export async function renewSession(
  trx: Transaction,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const { userId, sessionId } = ownerOf(caller);
  const renewed = await updateSession(trx, userId, sessionId);
  if (!renewed) throw new AppError("unauthenticated");
  return renewed;
}
