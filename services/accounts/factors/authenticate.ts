import type { Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/users";
import { requireCurrentPassword, requireSamePassword } from "../credentials";
import type { AccountsDeps } from "../deps";
import { findUserById, ownerOf } from "../identity";
import { addProof, renewSession } from "../sign-in";
import type { FactorMethod } from "./factor-budget";
import { methodOf, proveFactor, type TypedCode } from "./prove-factor";

/**
 * Takes a proof from whoever is logged in: their session counts as authenticated now and goes on under a
 * new token. Who has a second factor has to show that, a password is not enough then. Throws
 * `validation_failed` where the proof was typed, `insufficient_user_authentication`, `rate_limited`.
 */
export async function authenticate(
  deps: AccountsDeps,
  { password, ...typed }: { password?: string | undefined } & TypedCode,
  caller: Caller,
) {
  const { userId } = ownerOf(caller);
  const user = await findUserById(deps.db, userId);
  if (!user || user.disabled_at) throw new AppError("unauthenticated");
  const method = methodOf(typed);
  if (method) return await byFactor(deps, { userId, method, typed, caller });
  if (user.least_assurance > 1) throw notEnough();
  const known = await orAtPassword(requireCurrentPassword(deps, userId, password ?? ""));
  return await deps.once(async (trx) => {
    const same = await orAtPassword(requireSamePassword(trx, known));
    if (same.least_assurance > 1) throw notEnough();
    return { user: toUser(same), ...(await renewSession(trx, caller)) };
  });
}

async function byFactor(
  deps: AccountsDeps,
  {
    userId,
    method,
    typed,
    caller,
  }: { userId: string; method: FactorMethod; typed: TypedCode; caller: Caller },
) {
  const guess = await deps.factorBudget.spend(method, userId);
  return await deps.once(async (trx) => {
    const user = await findUserById(trx, userId);
    if (!user || user.disabled_at) throw new AppError("unauthenticated");
    await proveFactor(deps, trx, { user, typed, caller });
    await guess.right(trx);
    await addProof(trx, caller, "otp");
    return { user: toUser(user), ...(await renewSession(trx, caller)) };
  });
}

function notEnough(): AppError {
  return new AppError("insufficient_user_authentication", { stepUp: { assurance: 2 } });
}

/** The field is called otherwise where it stands alone. */
async function orAtPassword<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "validation_failed") throw error;
    throw AppError.field("/password", "wrong_password", "is not your password");
  }
}
