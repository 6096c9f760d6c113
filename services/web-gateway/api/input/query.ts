import { AppError, type FieldError } from "../../../../shared/errors";

const MAX_PARAMETERS = 50;
const TWICE = "is given more than once";

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
        detail: TWICE,
      });
    query.set(name, mark === -1 ? "" : decode(part.slice(mark + 1)));
  }
  if (errors.length > 0) throw new AppError("validation_failed", { errors });
  return query;
}

/** Reads one parameter of a query as `parseQuery` does, whatever else the query has. */
export function readParameter(search: string, wanted: string): string | undefined {
  const values = search.split("&").flatMap((part) => {
    const mark = part.indexOf("=");
    const name = mark === -1 ? part : part.slice(0, mark);
    return isNamed(name, wanted) ? [mark === -1 ? "" : part.slice(mark + 1)] : [];
  });
  if (values.length > 1) throw AppError.field(pointerTo(wanted), "repeated", TWICE);
  return values[0] === undefined ? undefined : decode(values[0]);
}

/** Whether an encoded name is this one; what is not encoded properly is no name that anybody reads. */
function isNamed(encoded: string, name: string): boolean {
  try {
    return decode(encoded) === name;
  } catch {
    return false;
  }
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
