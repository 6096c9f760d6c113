export { createLogger, type Logger } from "./logger";
export { counter, durations, gauge, processMetrics, stopwatch } from "./metrics";
export { startOpsServer, type OpsServer } from "./ops-server";
export { report } from "./report";
export { startTracing } from "./start-tracing";
export {
  currentTraceparent,
  inSpan,
  outsideTraces,
  startSpan,
  withinTrace,
  type OpenSpan,
  type SpanOptions,
} from "./tracing";
