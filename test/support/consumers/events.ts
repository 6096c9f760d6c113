import { z } from "zod";
import { dataSchemaOf, defineEvent, type Envelope } from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";

/** The event that these tests publish. */
export const happened = defineEvent("test.happened", {
  version: 1,
  summary: "Something happened in a test.",
  data: z.object({ n: z.number() }),
});

/** The n-th event; `fields` replace what an envelope of it would hold. */
export function anEvent(n: number, fields: object = {}): Envelope {
  const { type = happened.type } = fields as { type?: string };
  return {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/test",
    type,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    dataschema: dataSchemaOf(type, happened.version),
    data: { n },
    aggregateversion: 1,
    actor: "system",
    ...fields,
  };
}

export function someEvents(count: number, fields: object = {}): Envelope[] {
  return Array.from({ length: count }, (_, n) => anEvent(n, fields));
}

export function idsOf(events: readonly { id: string }[]): string[] {
  return events.map(({ id }) => id).sort();
}
