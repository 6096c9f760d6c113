import { z } from "zod";
import { envelope } from "../contracts";
import { dataSchemaOf, type EventDefinition } from "../events";
import type { JsonSchema } from "./types";

/** What every event has in common: its CloudEvents envelope. */
export function envelopeSchema(): JsonSchema {
  return {
    ...schemaOf(envelope),
    title: "Event",
    description: "CloudEvents 1.0 in structured JSON, with the extension attributes of Jumar.",
  };
}

/** The data of an event in one version. Fields that a later release adds are to be ignored. */
export function dataSchema({ data, summary }: EventDefinition): JsonSchema {
  return { ...schemaOf(data), description: summary };
}

/** The whole event: the envelope with its type, its data's version and its data. */
export function payloadSchema({ type, version }: EventDefinition, dataRef: string): JsonSchema {
  return {
    allOf: [
      { $ref: "#/components/schemas/Envelope" },
      {
        type: "object",
        required: ["type", "dataschema", "data"],
        properties: {
          type: { const: type },
          dataschema: { const: dataSchemaOf(type, version) },
          data: { $ref: dataRef },
        },
      },
    ],
  };
}

// As input: what may be left out is optional, and events may gain fields.
function schemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { $schema: _, id: __, ...rest } = made.$defs?.[nameOf(made.$ref)] ?? made;
  return rest;
}

/** zod puts a schema that has a name beside the document and refers to it. */
function nameOf(reference: string | undefined): string {
  return reference?.replace("#/$defs/", "") ?? "";
}
