import { AppError, type FieldError } from "../../../../shared/errors";

const MAX_PARAMETERS = 50;

/** Reads a query; broken encoding is `malformed_request`, a name that comes twice `validation_failed`. */
export function parseQuery(search: string): Map<string, string> {
  const parts = search.split("&").filter((part) => part !== "");
  if (parts.length > MAX_PARAMETERS) {
    throw new AppError("malformed_request", { detail: "the query has too many parameters" });
  }
  const query = new Map<string, string>();
  const errors: FieldError[] = [];
  for (const part of parts) {
    const mark = part.indexOf("=");
    const name = decode(mark === -1 ? part : part.slice(0, mark));
    if (query.has(name))
      errors.push({
        pointer: pointerTo(name),
        code: "repeated",
        detail: "is given more than once",
      });
    query.set(name, mark === -1 ? "" : decode(part.slice(mark + 1)));
  }
  if (errors.length > 0) throw new AppError("validation_failed", { errors });
  return query;
}

/** The JSON pointer to a name at the top of the params. */
export function pointerTo(name: string): string {
  return `/${name.slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new AppError("malformed_request", { detail: "the query is not encoded properly" });
  }
}
