import type { Caller, Session } from "../../../shared/contracts";
import type { Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { ownerOf } from "../identity";
import { assuranceOf, type Method } from "./proof";
import { findMethods, setMethods, updateSession } from "./store/update-session";

/**
 * Gives the session that asks a new token, its user having just proved again who they are. Throws
 * `unauthenticated` when it is over.
 */
export async function renewSession(
  trx: Transaction,
  caller: Caller,
): Promise<{ session: Session; token: string }> {
  const renewed = await updateSession(trx, ownerOf(caller));
  if (!renewed) throw new AppError("unauthenticated");
  return renewed;
}

/**
 * Notes that the user of the session that asks has proved who they are by one more method, which makes it
 * as sure as the methods are together. It goes on under its token. Throws `unauthenticated` when it is over.
 */
export async function addProof(trx: Transaction, caller: Caller, method: Method): Promise<void> {
  const which = ownerOf(caller);
  const before = await findMethods(trx, which);
  if (!before) throw new AppError("unauthenticated");
  const methods = [...new Set([...(before as Method[]), method])];
  const assurance = assuranceOf(methods.map((each) => ({ method: each })));
  await setMethods(trx, which, { methods, assurance });
}
