import { AppError, type FieldError } from "../../../shared/errors";
import { pointerTo } from "./query";

const UNSTORABLE = /\0|\p{Cs}/u;
const MAX_ERRORS = 20;

/**
 * Throws `validation_failed` for text, keys included, that no database takes: a NUL or half of a
 * surrogate pair. Said here for every operation, before a schema may forget it.
 */
export function requireStorable(params: object): void {
  const errors: FieldError[] = [];
  visit(params, "", errors);
  if (errors.length > 0)
    throw new AppError("validation_failed", { errors: errors.slice(0, MAX_ERRORS) });
}

/** Recursion is as deep as a body may be. */
function visit(value: unknown, pointer: string, errors: FieldError[]): void {
  if (typeof value === "string") {
    if (UNSTORABLE.test(value)) errors.push(faultAt(pointer));
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => visit(item, `${pointer}/${index}`, errors));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (UNSTORABLE.test(key)) errors.push(faultAt(pointer));
      else visit(item, pointer + pointerTo(key), errors);
    }
  }
}

function faultAt(pointer: string): FieldError {
  return { pointer, code: "invalid_characters", detail: "has characters that cannot be used" };
}
