import { describeError } from "./describe-error";
import { allowedOnly, type Logger } from "./logger";
import { counter } from "./metrics";
import { recordReport } from "./tracing";

const reports = counter("jumar_reports_total", "What should not have happened and was reported.");

/** What is told to those who asked by `onReport`; it holds no more than the log line does. */
export interface Report {
  /** A copy with the name, message, `code`, frames and causes of the error that was reported. */
  error: Error;
  /** What the log line says. */
  message: string;
  /** The metadata that a log line may carry. */
  metadata: Record<string, unknown>;
}

const listeners = new Set<(report: Report) => unknown>();

/**
 * Has `listener` told of everything that is reported in this process, for instance to pass it to Sentry;
 * returns what ends that. A listener that throws or rejects is logged and has no other consequence.
 */
export function onReport(listener: (report: Report) => unknown): () => void {
  // One of its own, so that a listener that is added twice is told twice and ended one by one.
  const added = (report: Report): unknown => listener(report);
  listeners.add(added);
  return () => void listeners.delete(added);
}

/**
 * Reports what should not have happened: to the log, to the active trace, to the metrics, and to whoever
 * listens (`onReport`). A text becomes an error of its own; `message` in the metadata takes the place of
 * the error's in the log line, and `stack` the place of the error's stack.
 */
export function report(
  log: Logger,
  problem: unknown,
  metadata: Record<string, unknown> & { message?: string } = {},
  stack?: string,
): void {
  const err = withStack(typeof problem === "string" ? new Error(problem) : problem, stack);
  const { message, ...fields } = metadata;
  const fallback = err instanceof Error ? err.message : "something that is no Error was thrown";
  reports.inc();
  recordReport(err);
  log.error({ ...fields, err }, message ?? fallback);
  if (listeners.size > 0) tell(log, err, message ?? fallback, fields);
}

/** The error itself stays as it is: whoever threw it may still show it. */
function withStack(problem: unknown, stack: string | undefined): unknown {
  if (stack === undefined || !(problem instanceof Error)) return problem;
  const { code } = problem as { code?: unknown };
  const copy = Object.assign(new Error(problem.message, { cause: problem.cause }), { code, stack });
  return Object.defineProperty(copy, "name", { value: problem.name });
}

function tell(
  log: Logger,
  problem: unknown,
  message: string,
  fields: Record<string, unknown>,
): void {
  const told = { message, metadata: allowedOnly(fields) };
  const warn = (err: unknown): void => log.warn({ err }, "a listener to reports failed");
  for (const listener of listeners) {
    try {
      Promise.resolve(listener({ ...told, error: errorOf(describeError(problem)) })).catch(warn);
    } catch (error) {
      warn(error);
    }
  }
}

function errorOf({ type, message, code, stack, cause }: ReturnType<typeof describeError>): Error {
  const error = new Error(message, cause ? { cause: errorOf(cause) } : {});
  Object.defineProperty(error, "name", { value: type });
  error.stack = `${type}: ${message}${stack === undefined ? "" : `\n${stack}`}`;
  return code === undefined ? error : Object.assign(error, { code });
}
