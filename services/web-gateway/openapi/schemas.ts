import { z } from "zod";
import type { JsonSchema } from "./types";

/** Collects schemas that have a name (zod's `meta({ id })`), so that each is written once. */
export interface Components {
  schemas: Record<string, JsonSchema>;
  /** A schema for OpenAPI, its named parts as references to the components. */
  add(schema: z.ZodType): JsonSchema;
}

/** No components yet. */
export function createComponents(): Components {
  const schemas: Record<string, JsonSchema> = {};
  return {
    schemas,
    add(schema) {
      // As input: what may be left out is optional, and answers may gain fields.
      const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", override: tidy });
      const {
        $schema: _,
        $defs = {},
        ...rest
      } = withReferences(made) as JsonSchema & {
        $defs?: Record<string, JsonSchema>;
      };
      for (const [name, { id: __, ...definition }] of Object.entries($defs)) {
        schemas[name] = definition;
      }
      return rest;
    },
  };
}

/** Leaves out what says nothing: the grammar of times, the limits of numbers, that a text may be empty. */
function tidy({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.JSONSchema;
}): void {
  // zod leaves them out where what is given is read into something else; they are what may be given.
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (examples) jsonSchema.examples ??= examples as unknown[];
  const { def } = zodSchema._zod;
  if (def.type === "default") jsonSchema.default ??= def.defaultValue as never;
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (jsonSchema.minLength === 0) delete jsonSchema.minLength;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  delete jsonSchema.propertyNames;
}

function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReferences);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "$ref" && typeof item === "string"
        ? item.replace("#/$defs/", "#/components/schemas/")
        : withReferences(item),
    ]),
  );
}
