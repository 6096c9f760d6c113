import type { Caller } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { findUserById, type UserRecord } from "../identity";
import {
  findLogIn,
  type Method,
  openSession,
  type PendingLogIn,
  rejectLogIn,
  takeLogIn,
} from "../sign-in";
import type { FactorMethod } from "./factor-budget";
import { methodOf, proveFactor, type TypedCode } from "./prove-factor";

/**
 * Opens the session of a log-in that waited for a second factor. Throws `log_in_expired` when it is
 * unknown or over, its user disabled or gone, or any credential of theirs another than at its first step;
 * `validation_failed` where the code was typed; `rate_limited`, which no right password ends.
 */
export async function finishLogIn(
  deps: AccountsDeps,
  { login_id, ...typed }: { login_id: string } & TypedCode,
  caller: Caller,
) {
  const { user } = await pending(deps.db, login_id);
  const method = methodOf(typed) as FactorMethod;
  const guess = await deps.factorBudget.spend(method, user.id);
  try {
    return await deps.once(async (trx) => {
      const { logIn, user: entrant } = await pending(trx, login_id);
      if (!(await takeLogIn(trx, login_id))) throw new AppError("log_in_expired");
      await proveFactor(deps, trx, { user: entrant, typed, caller });
      await guess.right(trx);
      const [first, ...others] = logIn.methods as Method[];
      const opened = await openSession(deps, trx, {
        // The event of the code counts as a change of the user, but for what the insert compares.
        user: await current(trx, entrant),
        proofs: [
          { method: first ?? "pwd", at: logIn.created_at },
          ...others.map((each) => ({ method: each, at: logIn.created_at })),
          { method: "otp" },
        ],
        remembered: logIn.remembered,
        caller,
      });
      if ("challenge" in opened) throw new AppError("log_in_expired");
      return { ...opened, remembered: logIn.remembered };
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "validation_failed") {
      await rejectLogIn(deps, caller, {
        email: user.email,
        reason: `wrong_${method}`,
        found: user,
      });
    }
    throw error;
  }
}

/** A log-in that waits, and its user, if they prove themselves still with what they did at its first step. */
async function pending(
  on: Database | Transaction,
  id: string,
): Promise<{ logIn: PendingLogIn; user: UserRecord }> {
  const logIn = await findLogIn(on, id);
  const user = logIn && (await findUserById(on, logIn.user_id));
  if (!user || user.disabled_at || !isAsBefore(user, logIn)) throw new AppError("log_in_expired");
  return { logIn, user };
}

function isAsBefore(user: UserRecord, logIn: PendingLogIn): boolean {
  return (
    user.credentials_version === logIn.credentials_version &&
    user.links_since === logIn.links_since &&
    user.links_since > user.version === logIn.links_ahead
  );
}

async function current(trx: Transaction, { id }: UserRecord): Promise<UserRecord> {
  const user = await findUserById(trx, id);
  if (!user) throw new AppError("log_in_expired");
  return user;
}
