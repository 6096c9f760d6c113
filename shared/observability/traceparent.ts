import { isSpanContextValid, type SpanContext } from "@opentelemetry/api";

const TRACEPARENT = /^00-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/;

/** A span as others are told of it, by W3C Trace Context. */
export function writeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 1).toString().padStart(2, "0")}`;
}

/** The span that a `traceparent` names, if it is one. */
export function readTraceparent(text: string | undefined): SpanContext | undefined {
  const { traceId = "", spanId = "", flags = "" } = TRACEPARENT.exec(text ?? "")?.groups ?? {};
  const read = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(read) ? read : undefined;
}
