import { type Caller, emailKeyOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { findUserByEmail, replacePasswordHash } from "../identity";
import { openSession } from "./open-session";
import { rejectLogIn } from "./reject-log-in";
import { insertLogIn } from "./store/log-ins";

/**
 * Opens a session, or begins a log-in that waits for what the policy asks besides. An unknown address, a
 * wrong password and a disabled account are one `invalid_credentials`, after the same work. Throws
 * `rate_limited` before any, for every address alike.
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
    await rejectLogIn(deps, caller, { email: params.email, reason, found });
    throw new AppError("invalid_credentials");
  }

  const rehashed = outdated ? await deps.passwords.hash(params.password) : undefined;
  return await deps.once(async (trx) => {
    if (rehashed) {
      await replacePasswordHash(trx, found.id, { from: found.password_hash, to: rehashed });
    }
    // Their credentials may have changed while the password was being compared.
    const remembered = params.remember_me ?? false;
    const proofs = [{ method: "pwd" }] as const;
    const opened = await openSession(deps, trx, { user: found, proofs, remembered, caller });
    await guess.right(trx);
    if (!("challenge" in opened)) return opened;
    const id = await insertLogIn(trx, { user: found, methods: ["pwd"], remembered });
    return { login: { id, next: ["totp" as const, "recovery_code" as const] } };
  });
}
