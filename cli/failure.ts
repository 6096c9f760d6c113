import type { FieldError } from "../shared/errors";
import { say } from "./say";

/** Why a command failed. */
export interface Failure {
  /** A code of the HTTP API's catalogue, or one of the words here. */
  code: "usage" | "configuration" | "interrupted" | "output" | "failed" | (string & {});
  /** A line each. */
  reasons: readonly string[];
  /** What is wrong with each field or variable. */
  errors?: readonly FieldError[] | undefined;
}

let asJson = false;

/** From now on failures are told as lines of text or, to who asked for `--json`, as JSON. */
export function tellFailuresAs(form: "text" | "json"): void {
  asJson = form === "json";
}

/** Whether failures are told as JSON. */
export function tellsJson(): boolean {
  return asJson;
}

/** Says on stderr why a command failed; as JSON it is one line, `{"error": {code, message, errors?}}`. */
export function tell({ code, reasons, errors }: Failure): void {
  if (!asJson) return reasons.forEach(say);
  const error = { code, message: reasons.join("; "), ...(errors ? { errors } : {}) };
  process.stderr.write(`${JSON.stringify({ error })}\n`);
}
