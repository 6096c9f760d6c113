import { contracts } from "../../../../shared/contracts";
import type { AppError } from "../../../../shared/errors";
import type { TextKey, Texts } from "../texts";

const { password } = contracts.accounts.actions.register.params.shape;

/** The numbers in the texts, from the contract. */
const BOUNDS: Record<string, number | null> = {
  "password.too_small": password.minLength,
  "password.too_big": password.maxLength,
};

/** The minimum length of a password. */
export const PASSWORD_MINIMUM = password.minLength ?? 0;

/** The text for an error of a field, by its code. */
export function fieldErrorText(t: Texts, name: string, code: string): string {
  const candidates = [`errors.fields.${name}.${code}`, `errors.any_field.${code}`];
  const count = BOUNDS[`${name}.${code}`] ?? 0;
  for (const key of candidates) {
    const found = [key, `${key}_other`].find((each) => t.has(each));
    if (found !== undefined) return t(key as TextKey, { count });
  }
  return t("errors.any_field.invalid");
}

/** The text for an error, by its code, with the time to wait if there is one. */
export function errorText(t: Texts, error: AppError): string {
  const { code, retryAfter } = error;
  if (code !== "rate_limited" || retryAfter === undefined) return t(`errors.codes.${code}.text`);
  if (retryAfter < 90) return t("errors.wait_seconds", { count: Math.ceil(retryAfter) });
  return t("errors.wait_minutes", { count: Math.ceil(retryAfter / 60) });
}
