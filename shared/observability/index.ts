export { createLogger, type Logger } from "./logger";
export { counter, durations, gauge, processMetrics, stopwatch } from "./metrics";
export { startOpsServer, type OpsServer } from "./ops-server";
export { onReport, report, type Report } from "./report";
export { startTracing } from "./start-tracing";
export { sharedOutage, tellOfOutage, type Outage } from "./tell-of-outage";
export {
  currentTraceparent,
  inSpan,
  isTracing,
  outsideTraces,
  startSpan,
  withinTrace,
  type OpenSpan,
  type SpanOptions,
} from "./tracing";
