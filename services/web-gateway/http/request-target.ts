import { AppError } from "../../../shared/errors";

const PLAIN = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]+(?:\/[A-Za-z0-9\-._~!$&'()*+,;=:@]+)*)?$/;
const DOTS = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** A path in canonical form, and the query without its question mark. */
export interface Target {
  path: string;
  search: string;
}

/**
 * Reads the target of a request. Each path has one canonical form, so that no other spelling gets past a
 * guard: an empty or dot segment, a trailing slash, an encoded slash, backslash, percent or control
 * character is `not_found`. Broken encoding is `malformed_request`.
 */
export function readTarget(url: string): Target {
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const search = mark === -1 ? "" : url.slice(mark + 1);
  if (!path.startsWith("/")) throw malformed("the request target has to be a path");
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
  // Characters outside ASCII have to be encoded: raw ones have no defined meaning.
  if (!/^[\x21-\x7e]*$/.test(path))
    throw malformed("the address has characters that have to be encoded");
  try {
    return decodeURIComponent(path);
  } catch {
    throw malformed("the address is not encoded properly");
  }
}

function malformed(detail: string): AppError {
  return new AppError("malformed_request", { detail });
}
