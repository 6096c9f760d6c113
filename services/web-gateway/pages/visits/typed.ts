import type { AppError } from "../../../../shared/errors";
import type { Texts } from "../texts";
import { errorText, fieldErrorText } from "./error-texts";

/** What somebody typed into a form, and what is wrong with it. */
export interface Typed {
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong as a whole. */
  readonly notice?: string | undefined;
  /** What is wrong, field by field. */
  readonly errors: Readonly<Record<string, string>>;
}

/** A form that nobody has typed into. */
export const UNTYPED: Typed = { values: {}, errors: {} };

/** What is never shown again: a password is typed anew, a token made anew. */
const NEVER_KEPT = /password|^form_token$|^_method$/;

/** What is kept of a form that is shown again, with what is wrong with it. */
export function keep(
  fields: Readonly<Record<string, string>>,
  problem: { notice?: string | undefined; errors?: Typed["errors"] },
): Typed {
  const kept = Object.entries(fields).filter(([name]) => !NEVER_KEPT.test(name));
  return { values: Object.fromEntries(kept), notice: problem.notice, errors: problem.errors ?? {} };
}

/** The words for an error: for each field the first thing that is wrong with it, else one for the whole. */
export function explain(t: Texts, error: AppError): { notice: string; errors: Typed["errors"] } {
  const errors: Record<string, string> = {};
  for (const { pointer, code } of error.errors ?? []) {
    const name = pointer.split("/")[1] ?? "";
    errors[name] ??= fieldErrorText(t, name, code);
  }
  return { notice: errorText(t, error), errors };
}

/** The field that the page begins to read at: the first of those given that has an error. */
export function firstWrong(names: readonly string[], { errors }: Typed): string | undefined {
  return names.find((name) => errors[name] !== undefined);
}
