import type { IncomingMessage } from "node:http";
import { AppError } from "../../../shared/errors";

const PLAIN = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]+(?:\/[A-Za-z0-9\-._~!$&'()*+,;=:@]+)*)?$/;
const DOTS = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** A path in canonical form, and the query without its question mark. */
export interface Target {
  path: string;
  search: string;
}

const ABSOLUTE = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]*))?(?=[/?]|$)/i;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** The target of `OPTIONS *`, which asks about the whole server. */
export const WHOLE_SERVER = "*";

/**
 * Reads the target of a request: a path, or a whole address as proxies send it (RFC 9112, 3.2.2), which
 * has to be of a host for which `isOwn` holds; scheme and Host header say nothing then. `OPTIONS` may
 * ask about the `WHOLE_SERVER`. Throws `malformed_request`, and what `readPath` throws.
 */
export function readTarget(
  { method, url = "" }: Pick<IncomingMessage, "method" | "url">,
  isOwn: (host: string) => boolean,
): Target {
  if (url.startsWith("/")) return readPath(url);
  const [start = "", scheme = "", name = "", port = ""] = ABSOLUTE.exec(url) ?? [];
  if (start !== "") {
    const isDefault = port === "" || port === DEFAULT_PORTS[scheme.toLowerCase()];
    if (!isOwn(name.toLowerCase() + (isDefault ? "" : `:${port}`)))
      throw malformed("the request target names another host");
  }
  const rest = start === "" ? url : url.slice(start.length);
  if (method === "OPTIONS" && rest === (start === "" ? WHOLE_SERVER : ""))
    return { path: WHOLE_SERVER, search: "" };
  return readPath(start === "" || rest.startsWith("/") ? rest : `/${rest}`);
}

/**
 * Reads a path with its query. Each path has one canonical form, so that no other spelling gets past a
 * guard: an empty or dot segment, a trailing slash, an encoded slash, backslash, percent or control
 * character is `not_found`. Broken encoding is `malformed_request`.
 */
export function readPath(url: string): Target {
  if (!url.startsWith("/")) throw malformed("the request target has to be a path");
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const search = mark === -1 ? "" : url.slice(mark + 1);
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
