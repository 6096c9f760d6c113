import { z } from "zod";
import { decodeTypeId } from "../ids";
import type { DataOf, EventDefinition } from "./define-event";

/**
 * A CloudEvents 1.0 envelope as it leaves the outbox. `aggregateversion` counts the changes of the
 * `subject`; the rest beyond CloudEvents says whom else the event is about (ids with spaces between),
 * who did it, from where, in which request.
 */
export interface Envelope<Data = unknown> {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  datacontenttype: "application/json";
  dataschema: string;
  data: Data;
  aggregateversion: number;
  concerns?: string;
  actor: string;
  clientip?: string;
  useragent?: string;
  requestid?: string;
  traceparent?: string;
}

export type EventOf<E extends EventDefinition> = Envelope<DataOf<E>>;

/** Reads an envelope from outside; unknown attributes are dropped, as CloudEvents asks. */
const envelopeSchema = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1).max(128),
  source: z.string().min(1),
  type: z.string().min(1).max(200),
  subject: z.string().optional(),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal("application/json").default("application/json"),
  dataschema: z.string(),
  data: z.unknown(),
  aggregateversion: z.int32().min(1),
  concerns: z.string().optional(),
  actor: z.string().default("system"),
  clientip: z.string().optional(),
  useragent: z.string().optional(),
  requestid: z.string().optional(),
  traceparent: z.string().optional(),
});

/** The address of an event's schema, e.g. `urn:jumar:event:user.registered:1`. */
export function dataSchemaOf(type: string, version: number): string {
  return `urn:jumar:event:${type}:${version}`;
}

/** Reads an envelope that came from outside; throws on what is none of ours. */
export function parseEnvelope(value: unknown): Envelope {
  const envelope = envelopeSchema.parse(value) as Envelope;
  decodeTypeId(envelope.id, "event");
  return envelope;
}
