import { AppError } from "../../../shared/errors";

const PLAIN = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]+(?:\/[A-Za-z0-9\-._~!$&'()*+,;=:@]+)*)?$/;
const DOTS = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** A path in its one spelling, and the query without its question mark. */
export interface Target {
  path: string;
  search: string;
}

/**
 * Reads the target of a request. There is one spelling of each address: an empty segment, a dot
 * segment, a slash at the end, an encoded slash, backslash, percent or control character is
 * `not_found`, so that no other spelling gets past a guard. Broken encoding is `malformed_request`.
 */
export function readTarget(url: string): Target {
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const search = mark === -1 ? "" : url.slice(mark + 1);
  if (!path.startsWith("/")) throw malformed("only the path of an address is understood");
  if (!PLAIN.test(path) || DOTS.test(path)) requireCanonical(path);
  return { path, search };
}

function requireCanonical(path: string): void {
  const decoded = decode(path);
  if (/[\0-\x1f\x7f\\%]/.test(decoded) || /%2f/i.test(path)) throw new AppError("not_found");
  if (DOTS.test(decoded) || decoded.includes("//") || decoded.endsWith("/")) {
    throw new AppError("not_found");
  }
}

function decode(path: string): string {
  // Characters outside ASCII have to be encoded; raw ones have no agreed meaning.
  if (!/^[\x21-\x7e]*$/.test(path))
    throw malformed("the address has characters that need encoding");
  try {
    return decodeURIComponent(path);
  } catch {
    throw malformed("the address is not encoded properly");
  }
}

function malformed(detail: string): AppError {
  return new AppError("malformed_request", { detail });
}
