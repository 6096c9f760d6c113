import { pino } from "pino";
import { describeError } from "./describe-error";
import { traceFields } from "./tracing";
import { withoutTokens } from "./without-tokens";

export type Logger = pino.Logger;

/**
 * What a log line may carry. Whatever else is handed to the logger is dropped, so that a secret
 * nobody thought of cannot get in.
 */
const ALLOWED = new Set([
  "action",
  "address",
  "attempt",
  "attempts",
  "code",
  "count",
  "duration_ms",
  "err",
  "event_id",
  "event_type",
  "external_id",
  "file",
  "kind",
  "method",
  "migration",
  "name",
  "node_id",
  "path",
  "pid",
  "port",
  "problem",
  "request_id",
  "route",
  "service",
  "services",
  "signal",
  "span_id",
  "status",
  "subscriber",
  "table",
  "trace_id",
  "url",
  "user_id",
  "version",
]);

/**
 * A pino logger: JSON lines that name the trace they belong to, or readable ones when `pretty`; fields
 * outside the allow-list are dropped.
 */
export function createLogger(options: { level: string; pretty: boolean; name?: string }): Logger {
  return pino({
    level: options.level,
    ...(options.name === undefined ? {} : { name: options.name }),
    base: { pid: process.pid },
    mixin: traceFields,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: allowedOnly, bindings: allowedOnly },
    serializers: { err: describeError, path: withoutTokens, url: withoutTokens },
    ...(options.pretty
      ? {
          transport: {
            target: "pino-pretty",
            options: { ignore: "pid", translateTime: "HH:MM:ss" },
          },
        }
      : {}),
  });
}

/** The fields that a log line may carry. */
export function allowedOnly(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => ALLOWED.has(key)));
}
