import { AppError, type FieldError } from "../../../../shared/errors";
import { pointerTo } from "./query";

const UNSTORABLE = /\0|\p{Cs}/u;
const MAX_ERRORS = 20;

/**
 * Throws `validation_failed` for text, keys included, that the database cannot store: a NUL or half of
 * a surrogate pair. Checked here for every operation, so that no schema can forget it.
 */
export function requireStorable(params: object): void {
  const errors: FieldError[] = [];
  visit(params, "", errors);
  if (errors.length > 0)
    throw new AppError("validation_failed", { errors: errors.slice(0, MAX_ERRORS) });
}

/** The recursion is bounded by the depth that a body may have. */
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
  return {
    pointer,
    code: "invalid_characters",
    detail: "contains characters that are not allowed",
  };
}
