import type { Options } from "amqplib";
import type { Envelope } from "../envelope";

/** An event as RabbitMQ gets it: persistent, and returned to who sent it when no queue takes it. */
export function messageOf(event: Envelope): { content: Buffer; options: Options.Publish } {
  return {
    content: Buffer.from(JSON.stringify(event)),
    options: {
      persistent: true,
      mandatory: true,
      messageId: event.id,
      type: event.type,
      // Where the tracing of other languages looks for it.
      ...(event.traceparent === undefined ? {} : { headers: { traceparent: event.traceparent } }),
      contentType: "application/cloudevents+json",
      timestamp: Math.floor(Date.parse(event.time) / 1000),
    },
  };
}
