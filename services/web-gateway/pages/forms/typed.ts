import type { AppError } from "../../../../shared/errors";
import { errorText, fieldErrorText, type Told } from "./error-texts";

/** The values of a form and its errors. */
export interface Typed {
  readonly values: Readonly<Record<string, string>>;
  /** The error about the whole form. */
  readonly notice?: string | undefined;
  /** The errors of fields, by name. */
  readonly errors: Readonly<Record<string, string>>;
  /** Their codes. */
  readonly codes?: Readonly<Record<string, string>> | undefined;
}

/** An empty form. */
export const UNTYPED: Typed = { values: {}, errors: {} };

/** Values that are never shown again. */
const NEVER_KEPT = /password|^form_token$|^_method$/;

/** The values to show again, with the errors. */
export function keep(
  fields: Readonly<Record<string, string>>,
  problem: Partial<Pick<Typed, "notice" | "errors" | "codes">>,
): Typed {
  const kept = Object.entries(fields).filter(([name]) => !NEVER_KEPT.test(name));
  const { notice, errors = {}, codes } = problem;
  return { values: Object.fromEntries(kept), notice, errors, codes };
}

/** The texts of an error: the first one of each field, and one for the whole form. */
export function explain(
  visit: Told,
  error: AppError,
): { notice: string; errors: Typed["errors"]; codes: Record<string, string> } {
  const errors: Record<string, string> = {};
  const codes: Record<string, string> = {};
  for (const { pointer, code } of error.errors ?? []) {
    const name = pointer.split("/")[1] ?? "";
    errors[name] ??= fieldErrorText(visit, name, code);
    codes[name] ??= code;
  }
  return { notice: errorText(visit.t, error), errors, codes };
}

/** The first of the fields that has an error: the page focuses it. */
export function firstWrong(names: readonly string[], { errors }: Typed): string | undefined {
  return names.find((name) => errors[name] !== undefined);
}
