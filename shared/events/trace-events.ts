import { isTracing, type OpenSpan, type SpanOptions, startSpan } from "../observability";
import type { Envelope } from "./envelope";

type Work<T> = (events: Envelope[]) => Promise<T>;

/** Publishes events; what each carries goes on from there, so that whoever gets it is in its trace. */
export async function tracePublishing<T>(events: Envelope[], deliver: Work<T>): Promise<T> {
  const spanOf = (event: Envelope): OpenSpan | undefined =>
    startSpan(`publish ${event.type}`, aboutEvent("producer", event, "jumar.events"));
  return await traceEach(events, spanOf, deliver);
}

/**
 * Handles events, each in the trace of what led to it. A batch has one transaction: that belongs to
 * the trace of its first event.
 */
export async function traceHandling<T>(
  subscriber: string,
  events: Envelope[],
  handle: Work<T>,
): Promise<T> {
  const spanOf = (event: Envelope): OpenSpan | undefined => {
    const options = aboutEvent("consumer", event, subscriber);
    const attributes = {
      ...options.attributes,
      "messaging.consumer.group.name": subscriber,
      "messaging.batch.message_count": events.length,
    };
    return startSpan(`${subscriber} handles ${event.type}`, { ...options, attributes });
  };
  return await traceEach(events, spanOf, handle);
}

async function traceEach<T>(
  events: Envelope[],
  spanOf: (event: Envelope) => OpenSpan | undefined,
  work: Work<T>,
): Promise<T> {
  if (!isTracing()) return await work(events);
  const spans = events.map(spanOf);
  const [first] = spans;
  if (!first) return await work(events);
  const traced = events.map((event, at) => {
    const traceparent = spans[at]?.traceparent;
    return traceparent === undefined ? event : { ...event, traceparent };
  });
  try {
    return await first.run(() => work(traced));
  } catch (error) {
    for (const span of spans) span?.fail(error);
    throw error;
  } finally {
    for (const span of spans) span?.end();
  }
}

function aboutEvent(kind: SpanOptions["kind"], event: Envelope, destination: string) {
  return {
    ...(kind ? { kind } : {}),
    from: event.traceparent,
    arrived: true,
    attributes: {
      "messaging.destination.name": destination,
      "messaging.message.id": event.id,
      "jumar.event.type": event.type,
    },
  };
}
