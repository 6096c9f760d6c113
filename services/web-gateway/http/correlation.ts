import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;
// W3C Trace Context, version 00; ids of zeros are invalid there.
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's own `X-Request-Id` if it is a plain word, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : newRequestId();
}

/**
 * An id for a request that has none. Node caches random UUIDs, so one costs a tenth of what a TypeID
 * would.
 */
export function newRequestId(): string {
  return `request_${randomUUID().replaceAll("-", "")}`;
}

/** The `traceparent` of a request, if it is one. */
export function traceparentOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers.traceparent;
  return typeof given === "string" && TRACEPARENT.test(given) ? given : undefined;
}
