import { z } from "zod";
import { AppError, type FieldError } from "../errors";

/** Parses input against a schema, or throws `validation_failed` naming every field that is wrong. */
export function parseParams<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new AppError("validation_failed", {
    errors: parsed.error.issues.flatMap(errorsOf(schema)),
  });
}

/** An empty text in a field that has to be there is as if it were not: forms leave nothing out. */
function errorsOf(schema: z.ZodType): (issue: z.core.$ZodIssue) => FieldError[] {
  return (issue) => {
    const isEmpty = issue.code === "too_small" && issue.input === "";
    if (!isEmpty || mayBeLeftOut(schema, issue.path)) return toFieldErrors(issue);
    return [{ pointer: toPointer(issue.path), ...REQUIRED }];
  };
}

const REQUIRED = { code: "required", detail: "is required" };

function mayBeLeftOut(schema: z.ZodType, [name, ...more]: readonly PropertyKey[]): boolean {
  if (!(schema instanceof z.ZodObject) || more.length > 0) return false;
  const field = (schema.shape as Record<PropertyKey, z.ZodType | undefined>)[name ?? ""];
  return field?.safeParse(undefined).success ?? false;
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
          ? { pointer, ...REQUIRED }
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
  const unit = origin === "string" ? " character" : origin === "array" ? " item" : "";
  const plural = unit === "" || Number(size) === 1 ? "" : "s";
  return `must be ${word} ${size}${unit}${plural}`;
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escapePointer(String(part))}`).join("");
}

function escapePointer(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
