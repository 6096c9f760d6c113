import { preparePassword } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { AccountsDeps } from "../deps";
import { newPasswordProblem, PASSWORD_KNOWN } from "./new-password-problem";

/**
 * The hash of a password that somebody with this address has chosen. Throws `validation_failed` at
 * `/password` when it is shorter than the installation asks for, easy to guess or known from a breach.
 */
export async function hashNew(
  deps: Pick<AccountsDeps, "config" | "passwords" | "breachedPasswords">,
  chosen: string,
  { email }: { email: string },
): Promise<string> {
  const password = preparePassword(chosen);
  const problem = newPasswordProblem(deps.config, password, email);
  if (problem) throw new AppError("validation_failed", { errors: [problem] });
  if (await deps.breachedPasswords.has(password)) {
    throw new AppError("validation_failed", { errors: [PASSWORD_KNOWN] });
  }
  return await deps.passwords.hash(password);
}
