import type { Config } from "../../../../shared/config";
import { contracts } from "../../../../shared/contracts";
import type { AppError } from "../../../../shared/errors";
import type { TextKey, Texts } from "../texts";

const { password } = contracts.accounts.actions.register.params.shape;

/** What of a visit the texts of errors depend on. */
export interface Told {
  readonly t: Texts;
  readonly deps: { readonly config: Pick<Config, "passwordMin"> };
}

/** The text for an error of a field, by its code. */
export function fieldErrorText({ t, deps }: Told, name: string, code: string): string {
  const candidates = [`errors.fields.${name}.${code}`, `errors.any_field.${code}`];
  // The numbers in the texts. The contract's own minimum is that of every installation.
  const bounds: Record<string, number | null> = {
    "password.too_small": deps.config.passwordMin,
    "password.too_big": password.maxLength,
  };
  const count = bounds[`${name}.${code}`] ?? 0;
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
