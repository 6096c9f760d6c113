import type { IncomingMessage } from "node:http";
import { counter, durations, startSpan } from "../../../shared/observability";
import { traceparentOf } from "./correlation";

const started = counter("jumar_http_requests_started_total", "Requests that were begun.");
const duration = durations(
  "jumar_http_request_duration_seconds",
  "Requests until their answer was written, or their stream had begun.",
  ["method", "route", "status"],
);
const exceptions = durations(
  "jumar_http_exception_duration_seconds",
  "Requests until something was thrown that should not have been.",
  ["method", "route"],
);

/** The metrics and the span of a request. */
export interface Observed {
  /** The `traceparent` of the answer and of all calls that follow. */
  readonly traceparent: string | undefined;
  /** Tells which route took it, by its template. */
  routed(route: string): void;
  /** Runs work within its span. */
  run<T>(work: () => T): T;
  answered(status: number): void;
  /** It met a defect. */
  failed(): void;
  /** It is over, whether it was answered or the client disconnected. */
  over(): void;
}

/** The route of requests that no route took. */
const UNROUTED = "unrouted";
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Begins to observe a request, within the trace that it names, if any. */
export function observeRequest(request: IncomingMessage): Observed {
  const since = performance.now();
  const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "other";
  const given = traceparentOf(request.headers);
  const span = startSpan(method, {
    kind: "server",
    from: given,
    arrived: true,
    attributes: { "http.request.method": method },
  });
  const seconds = (): number => (performance.now() - since) / 1000;
  let route = UNROUTED;
  let isAnswered = false;
  let isOver = false;
  started.inc();

  const over = (): void => {
    if (isOver) return;
    isOver = true;
    span?.end();
  };
  return {
    traceparent: span?.traceparent ?? given,
    routed(template) {
      route = template;
      span?.rename(`${method} ${route}`);
      span?.set({ "http.route": route });
    },
    run: (work) => (span ? span.run(work) : work()),
    answered(status) {
      if (isAnswered) return;
      isAnswered = true;
      duration.observe({ method, route, status }, seconds());
      span?.set({ "http.response.status_code": status });
      if (status >= 500) span?.fail();
      over();
    },
    failed() {
      exceptions.observe({ method, route }, seconds());
    },
    over,
  };
}
