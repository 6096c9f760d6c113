import type { z } from "zod";
import { AppError, type FieldError } from "../errors";

/** Parses input against a schema, or throws `validation_failed` naming every field that is wrong. */
export function parseParams<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new AppError("validation_failed", { errors: parsed.error.issues.flatMap(toFieldErrors) });
}

/** One issue of zod as field errors in our words; never repeats the value, which may be a password. */
function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = toPointer(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.slice(0, 20).map((key) => ({
        pointer: `${pointer}/${escapePointer(key.slice(0, 100))}`,
        code: "unknown_field",
        detail: "is not a field of this request",
      }));
    case "invalid_type":
      return [
        issue.input === undefined
          ? { pointer, code: "required", detail: "is required" }
          : { pointer, code: "invalid_type", detail: `must be of type ${issue.expected}` },
      ];
    case "too_small":
      return [
        { pointer, code: "too_small", detail: bound("at least", issue.minimum, issue.origin) },
      ];
    case "too_big":
      return [{ pointer, code: "too_big", detail: bound("at most", issue.maximum, issue.origin) }];
    case "invalid_value":
      return [
        { pointer, code: "invalid_value", detail: `must be one of ${issue.values.join(", ")}` },
      ];
    case "custom": {
      const code = (issue.params as { code?: string } | undefined)?.code ?? "invalid";
      return [{ pointer, code, detail: issue.message }];
    }
    default:
      return [{ pointer, code: "invalid", detail: "is not valid" }];
  }
}

function bound(word: string, size: number | bigint, origin: string): string {
  const unit = origin === "string" ? " characters" : origin === "array" ? " items" : "";
  return `must be ${word} ${size}${unit}`;
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escapePointer(String(part))}`).join("");
}

function escapePointer(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
