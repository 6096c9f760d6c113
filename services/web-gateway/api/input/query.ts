import { AppError, type FieldError } from "../../../../shared/errors";

const MAX_PARAMETERS = 50;

/** Reads a query; broken encoding is `malformed_request`, a name that comes twice `validation_failed`. */
export function parseQuery(search: string): Map<string, string> {
  const pairs = pairsOf(search);
  if (pairs.length > MAX_PARAMETERS) {
    throw new AppError("malformed_request", { detail: "the query has too many parameters" });
  }
  const query = new Map<string, string>();
  const errors: FieldError[] = [];
  for (const [encoded, value] of pairs) {
    const name = decode(encoded);
    if (query.has(name)) errors.push(repeated(name));
    query.set(name, decode(value));
  }
  if (errors.length > 0) throw new AppError("validation_failed", { errors });
  return query;
}

/** Reads one parameter of a query as `parseQuery` does, whatever else the query has. */
export function readParameter(search: string, name: string): string | undefined {
  const [first, ...others] = valuesOf(search, name);
  if (others.length > 0) throw new AppError("validation_failed", { errors: [repeated(name)] });
  return first === undefined ? undefined : decode(first);
}

/** The first value of a parameter that can be read, for who shows it beside what is wrong with it. */
export function presentValue(search: string, name: string): string | undefined {
  return valuesOf(search, name)
    .map(decoded)
    .find((value) => value !== undefined);
}

/** The names and values of a query, encoded as they are. */
function pairsOf(search: string): [name: string, value: string][] {
  return search
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const mark = part.indexOf("=");
      return mark === -1 ? [part, ""] : [part.slice(0, mark), part.slice(mark + 1)];
    });
}

/** The encoded values of a name; one that is not encoded properly is a name that nobody reads. */
function valuesOf(search: string, wanted: string): string[] {
  return pairsOf(search).flatMap(([name, value]) => (decoded(name) === wanted ? [value] : []));
}

function repeated(name: string): FieldError {
  return { pointer: pointerTo(name), code: "repeated", detail: "is given more than once" };
}

/** The JSON pointer to a name at the top of the params. */
export function pointerTo(name: string): string {
  return `/${name.slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function decode(text: string): string {
  const found = decoded(text);
  if (found !== undefined) return found;
  throw new AppError("malformed_request", { detail: "the query is not encoded properly" });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
