import type { Logger } from "./logger";
import { counter } from "./metrics";
import { recordReport } from "./tracing";

const reports = counter("jumar_reports_total", "What should not have happened and was reported.");

/**
 * Reports what should not have happened: to the log, to the active trace, to the metrics. A text
 * becomes an error of its own; `message` in the metadata takes the place of the error's in the log
 * line, as in the original.
 */
export function report(
  log: Logger,
  problem: unknown,
  metadata: Record<string, unknown> & { message?: string } = {},
): void {
  const err = typeof problem === "string" ? new Error(problem) : problem;
  const { message, ...fields } = metadata;
  const fallback = err instanceof Error ? err.message : "something that is no Error was thrown";
  reports.inc();
  recordReport(err);
  log.error({ ...fields, err }, message ?? fallback);
}
