import { contracts } from "../../../../shared/contracts";
import type { AppError } from "../../../../shared/errors";
import type { TextKey, Texts } from "../texts";

const { password } = contracts.accounts.actions.register.params.shape;

/** The numbers in the texts, from the rules themselves. */
const BOUNDS: Record<string, number | null> = {
  "password.too_small": password.minLength,
  "password.too_big": password.maxLength,
};

/** How many characters a password has at least. */
export const PASSWORD_MINIMUM = password.minLength ?? 0;

/** The words for what is wrong with a field, by the error's code. */
export function fieldErrorText(t: Texts, name: string, code: string): string {
  const candidates = [`errors.fields.${name}.${code}`, `errors.any_field.${code}`];
  const count = BOUNDS[`${name}.${code}`] ?? 0;
  for (const key of candidates) {
    const found = [key, `${key}_other`].find((each) => t.has(each));
    if (found !== undefined) return t(key as TextKey, { count });
  }
  return t("errors.any_field.invalid");
}

/** The words for an error as a whole, by its code; for one that says so, with when to try again. */
export function errorText(t: Texts, error: AppError): string {
  const { code, retryAfter } = error;
  if (code !== "rate_limited" || retryAfter === undefined) return t(`errors.codes.${code}.text`);
  if (retryAfter < 90) return t("errors.wait_seconds", { count: Math.ceil(retryAfter) });
  return t("errors.wait_minutes", { count: Math.ceil(retryAfter / 60) });
}
