import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { describeError } from "./describe-error";
import { readTraceparent, writeTraceparent } from "./traceparent";

/** Undefined while nothing is traced, which then costs a look at this variable. */
let tracer: Tracer | undefined;

/** Has spans made by `next` from now on, or none. */
export function traceWith(next: Tracer | undefined): void {
  tracer = next;
}

/** Whether anything is traced: what spans are made of need not be put together otherwise. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

export interface SpanOptions {
  kind?: "server" | "client" | "producer" | "consumer";
  /** The `traceparent` of what led to it, where the span that is active here does not say it. */
  from?: string | undefined;
  /** It came from elsewhere: what is active here has nothing to do with it. */
  arrived?: boolean;
  /** Never a secret, an address or what somebody typed. */
  attributes?: Attributes;
}

/** Something under way that is traced. */
export interface OpenSpan {
  /** What it tells others to go on from. */
  readonly traceparent: string;
  /** Runs what belongs to it. */
  run<T>(work: () => T): T;
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** Notes that it failed, and the kind of error; the span still has to be ended. */
  fail(error?: unknown): void;
  end(): void;
}

/** Begins a span, which has to be ended; undefined while nothing is traced. */
export function startSpan(name: string, options: SpanOptions = {}): OpenSpan | undefined {
  if (!tracer) return undefined;
  const parent = parentOf(options);
  const { kind, attributes = {} } = options;
  const span = tracer.startSpan(
    name,
    { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, attributes },
    parent,
  );
  const active = trace.setSpan(parent, span);
  return {
    traceparent: writeTraceparent(span.spanContext()),
    run: (work) => context.with(active, work),
    rename: (next) => span.updateName(next),
    set: (more) => span.setAttributes(more),
    fail: (error = {}) => noteFailure(span, error),
    end: () => span.end(),
  };
}

/** Does work within a span, which tells when it failed. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  if (!span) return await work();
  try {
    return await span.run(work);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

/** Like `inSpan`, where only what belongs to a trace is of interest: polls in the background make none. */
export async function withinTrace<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  if (!tracer || !trace.getActiveSpan()) return await work();
  return await inSpan(name, { attributes }, work);
}

/** Begins what goes on by itself and belongs to no trace, though one may have led to it. */
export function outsideTraces<T>(work: () => T): T {
  return tracer ? context.with(ROOT_CONTEXT, work) : work();
}

/** What others are told to go on from: the span that is active here. */
export function currentTraceparent(): string | undefined {
  const span = tracer && trace.getActiveSpan();
  return span && writeTraceparent(span.spanContext());
}

/** Names the active trace for a line of the log. */
export function traceFields(): { trace_id?: string; span_id?: string } {
  const span = tracer && trace.getActiveSpan();
  if (!span) return {};
  const { traceId, spanId } = span.spanContext();
  return { trace_id: traceId, span_id: spanId };
}

/** Tells the active trace of what is reported, with as much of it as the log has. */
export function recordReport(error: unknown): void {
  const span = tracer && trace.getActiveSpan();
  if (!span) return;
  const { type, message, stack } = describeError(error);
  span.recordException({ name: type, message, ...(stack === undefined ? {} : { stack }) });
  span.setStatus({ code: SpanStatusCode.ERROR });
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

function parentOf({ from, arrived = false }: SpanOptions): Context {
  if (!arrived && trace.getActiveSpan()) return context.active();
  const remote = readTraceparent(from);
  return remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
}

/**
 * Only the kind of error: the words of a mail server or a database may repeat what they were given. An
 * answer that a client is to blame for is none of our failures.
 */
function noteFailure(span: Span, error: unknown): void {
  const { code, status, name } = error as { code?: unknown; status?: unknown; name?: unknown };
  const type = [code, name].find((word) => typeof word === "string");
  if (typeof type === "string") span.setAttribute("error.type", type);
  if (typeof status === "number" && status < 500) return;
  span.setStatus({ code: SpanStatusCode.ERROR });
}
