import { context, propagation, trace } from "@opentelemetry/api";
import type * as Exporting from "@opentelemetry/exporter-trace-otlp-http";
import type * as Resources from "@opentelemetry/resources";
import type * as Sdk from "@opentelemetry/sdk-trace-node";
import { inTime } from "../waiting";
import type { Logger } from "./logger";
import { traceWith } from "./tracing";

/** In ms. */
const EXPORT_WITHIN = 3_000;
const EXPORT_EVERY = 1_000;
/** How long the last spans may take to leave; a collector that is away holds nobody up for longer. */
const GOODBYE = 2_000;
const LOG_AGAIN_AFTER = 60_000;
/** Spans that may wait; what is more is dropped. */
const MAX_WAITING = 4_096;

let running = false;

/**
 * Sends traces over OTLP/HTTP to the collector at `endpoint`, to its path `/v1/traces`. Answers with
 * what ends it: that sends what is left, for at most 2 s. A process traces once, whatever it starts.
 */
export function startTracing(options: {
  endpoint: string;
  /** What this process is called among the traces. */
  name: string;
  log: Logger;
}): () => Promise<void> {
  if (running) return () => Promise.resolve();
  running = true;
  /* oxlint-disable typescript/no-require-imports -- loaded only where there is something to send to: the rest of the world does not pay for it */
  const { NodeTracerProvider, BatchSpanProcessor } =
    require("@opentelemetry/sdk-trace-node") as typeof Sdk;
  const { OTLPTraceExporter } =
    require("@opentelemetry/exporter-trace-otlp-http") as typeof Exporting;
  const { resourceFromAttributes } = require("@opentelemetry/resources") as typeof Resources;
  /* oxlint-enable typescript/no-require-imports */
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_WITHIN,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": options.name }),
    spanProcessors: [
      new BatchSpanProcessor(tellingOfFailures(exporter, options.log), {
        maxQueueSize: MAX_WAITING,
        scheduledDelayMillis: EXPORT_EVERY,
        exportTimeoutMillis: EXPORT_WITHIN,
      }),
    ],
  });
  provider.register();
  traceWith(provider.getTracer("jumar"));

  return async () => {
    traceWith(undefined);
    await inTime(provider.shutdown(), GOODBYE);
    trace.disable();
    context.disable();
    propagation.disable();
    running = false;
  };
}

/** Spans that did not arrive are gone and said so, now and then; nothing else depends on them. */
function tellingOfFailures(exporter: Sdk.SpanExporter, log: Logger): Sdk.SpanExporter {
  let loggedAt = -LOG_AGAIN_AFTER;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error && performance.now() - loggedAt > LOG_AGAIN_AFTER) {
          loggedAt = performance.now();
          log.warn({ err: result.error, count: spans.length }, "traces could not be delivered");
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}
