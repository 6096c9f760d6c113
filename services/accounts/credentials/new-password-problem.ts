import type { Config } from "../../../shared/config";
import type { FieldError } from "../../../shared/errors";
import { hasOwnWord, isCommon } from "./known";

const POINTER = "/password";

/** What is wrong with a password that is known to those who guess. */
export const PASSWORD_KNOWN: FieldError = {
  pointer: POINTER,
  code: "password_known",
  detail: "is easy to guess or known from a breach; choose another",
};

/**
 * What is wrong with a new password of whoever has this address, as this installation sees it: shorter than
 * JUMAR_PASSWORD_MIN, or easy to guess. Reads nothing but a list in memory.
 */
export function newPasswordProblem(
  { passwordMin, brand, publicUrl }: Pick<Config, "passwordMin" | "brand" | "publicUrl">,
  password: string,
  email: string | undefined,
): FieldError | undefined {
  if (password.length < passwordMin) {
    const detail = `must be at least ${passwordMin} characters`;
    return { pointer: POINTER, code: "too_small", detail };
  }
  const isGuessed = hasOwnWord(password, { email, name: brand.name, publicUrl });
  return isGuessed || isCommon(password) ? PASSWORD_KNOWN : undefined;
}
