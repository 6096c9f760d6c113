import { z } from "zod";
import { envelope } from "../../../shared/contracts";
import type { EventDefinition } from "../../../shared/events";

/** A JSON schema, as far as what may change in one is concerned. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  [keyword: string]: unknown;
}

/** What a version publishes: the envelope, and the data of each event in its version. */
export interface Published {
  envelope: Schema;
  events: Record<string, { version: number; data: Schema }>;
}

/** What a catalogue publishes, in the order of its types. */
export function publishedBy(catalogue: readonly EventDefinition[]): Published {
  const sorted = [...catalogue].sort((a, b) => (a.type < b.type ? -1 : 1));
  return {
    envelope: schemaOf(envelope),
    events: Object.fromEntries(
      sorted.map(({ type, version, data }) => [type, { version, data: schemaOf(data) }]),
    ),
  };
}

/** What words say of a field, which a reader does not depend on. */
const WORDS = new Set(["$schema", "id", "$id", "title", "description", "examples"]);

function schemaOf(schema: z.ZodType): Schema {
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  // zod puts a schema that has a name beside the document and refers to it.
  const named = made.$defs?.[made.$ref?.replace("#/$defs/", "") ?? ""];
  return withoutWords(named ?? made) as Schema;
}

function withoutWords(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutWords(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => isNames || !WORDS.has(name))
      .map(([name, one]) => [name, withoutWords(one, name === "properties" && !isNames)]),
  );
}
