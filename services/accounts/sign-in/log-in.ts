import { type Caller, emailKeyOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { sessionRejected } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { AccountsDeps } from "../deps";
import { findUserByEmail, replacePasswordHash, type UserRecord } from "../identity";
import { originOf } from "../sessions";
import { openSession } from "./open-session";

/**
 * Opens a session. An unknown address, a wrong password and a disabled account are one
 * `invalid_credentials`, after the same work. Throws `rate_limited` before any, for every address alike.
 */
export async function logIn(
  deps: AccountsDeps,
  params: { email: string; password: string; remember_me?: boolean },
  caller: Caller,
) {
  const emailKey = emailKeyOf(params.email);
  const guess = await deps.passwordBudget.logIn.spend(emailKey);
  const { found, matches, outdated } = await guess.by(async () => {
    const user = await findUserByEmail(deps.db, params.email);
    const compared = await deps.passwords.verify(user?.password_hash, params.password);
    return { found: user, ...compared };
  });
  if (!found || !matches || found.disabled_at) {
    const reason = found ? (matches ? "disabled" : "wrong_password") : "unknown_email";
    await reject(deps, caller, { email: params.email, reason, found });
    throw new AppError("invalid_credentials");
  }

  const rehashed = outdated ? await deps.passwords.hash(params.password) : undefined;
  return await deps.once(async (trx) => {
    if (rehashed) {
      await replacePasswordHash(trx, found.id, { from: found.password_hash, to: rehashed });
    }
    // Their credentials may have changed while the password was being compared.
    const opened = await openSession(deps, trx, {
      user: found,
      proofs: [{ method: "pwd" }],
      remembered: params.remember_me ?? false,
      caller,
    });
    // Nothing asks for more yet. What does has to be answered before anybody is let in.
    if ("challenge" in opened) throw new AppError("invalid_credentials");
    await guess.right(trx);
    return opened;
  });
}

/** Records a failed log-in: what was typed never, the address only when it has an account. */
async function reject(
  deps: AccountsDeps,
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
