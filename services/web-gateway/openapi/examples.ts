import type { JsonSchema } from "./types";

/**
 * A value that a schema allows, put together from the examples of its parts. `full`: with every
 * property, else with those that have to be there and those that have an example.
 */
export function exampleOf(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  { full }: { full: boolean },
): unknown {
  const of = (part: JsonSchema): unknown => exampleOf(part, schemas, { full });
  const { $ref, anyOf, allOf, properties, items, required = [] } = schema;
  if ($ref !== undefined) return of(schemas[$ref.slice($ref.lastIndexOf("/") + 1)] ?? {});
  const [chosen] = [...(schema.examples ?? []), ...(schema.enum ?? [])];
  if (chosen !== undefined) return chosen;
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (anyOf?.[0]) return of(anyOf[0]);
  if (allOf) return Object.assign({}, ...allOf.map(of));
  if (properties) {
    const shown = Object.entries(properties).filter(
      ([name, part]) => full || required.includes(name) || part.examples !== undefined,
    );
    return Object.fromEntries(shown.map(([name, part]) => [name, of(part)]));
  }
  switch ([schema.type].flat()[0]) {
    case "array":
      return [of(items ?? {})];
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    case "string":
      return "text";
    default:
      return {};
  }
}
