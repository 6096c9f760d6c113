import type { IncomingMessage } from "node:http";
import { AppError } from "../../../shared/errors";

/** Of two such headers one reader takes the first and another the last, which can bypass a guard. */
const SINGLE = new Set([
  "host",
  "content-type",
  "authorization",
  "origin",
  "sec-fetch-site",
  "idempotency-key",
]);

const HOST = /^[A-Za-z0-9\-._~%!$&'()*+,;=:[\]]*$/;

/** Node silently drops headers beyond 2,000. */
const MOST = 200;

/**
 * Throws `malformed_request` for a missing or invalid Host (RFC 9112, 3.2), for a single-valued header
 * that comes twice, and for too many headers. Nothing here relies on the value of Host.
 */
export function requireHeaders({ headers, httpVersion, rawHeaders }: IncomingMessage): void {
  if (headers.host === undefined && httpVersion === "1.1")
    throw malformed("the Host header is missing");
  if (!HOST.test(headers.host ?? "")) throw malformed("the Host header is not valid");
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
