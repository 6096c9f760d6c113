import type { IncomingMessage } from "node:http";
import { AppError } from "../../../shared/errors";

/** Of two of these, one reader takes the first and another the last: that is how guards are passed. */
const SINGLE = new Set([
  "host",
  "content-type",
  "authorization",
  "origin",
  "sec-fetch-site",
  "idempotency-key",
]);

const HOST = /^[A-Za-z0-9\-._~%!$&'()*+,;=:[\]]*$/;

/** Beyond 2,000 Node leaves headers out without a word. */
const MOST = 200;

/**
 * Throws `malformed_request` where HTTP asks for it: no Host, or one that cannot be (RFC 9112, 3.2);
 * for a header twice that has one value, and for too many. What is in Host is believed by nobody here.
 */
export function requireHeaders({ headers, httpVersion, rawHeaders }: IncomingMessage): void {
  if (headers.host === undefined && httpVersion === "1.1")
    throw malformed("the Host header is missing");
  if (!HOST.test(headers.host ?? "")) throw malformed("the Host header is not a host");
  if (rawHeaders.length > 2 * MOST) throw malformed("there are too many headers");
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) throw malformed(`the header ${name} comes twice`);
    seen.add(name);
  }
}

function malformed(detail: string): AppError {
  return new AppError("malformed_request", { detail });
}
