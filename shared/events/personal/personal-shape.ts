import type { z } from "zod";
import { declarationOf, type PersonalKind } from "./personal";

/** What an event's data says of persons, field by field. */
export interface PersonalShape {
  /** What text here is; `undeclared` when nobody said. Absent where there is no text. */
  is?: PersonalKind | false | "undeclared";
  fields: Map<string, PersonalShape>;
  /** What is in each element of a list, or in each field of a record. */
  each?: PersonalShape;
}

type Schema = z.core.$ZodTypes;

/** The shape of a schema. What this cannot read is `undeclared`, as text is that nobody declared. */
export function personalShapeOf(schema: z.core.$ZodType): PersonalShape {
  const declared = declarationOf(schema);
  if (declared !== undefined) return { is: declared, fields: new Map() };
  const { def } = (schema as Schema)._zod;
  switch (def.type) {
    case "object": {
      const fields = Object.entries(def.shape).map(
        ([name, field]) => [name, personalShapeOf(field)] as const,
      );
      return {
        fields: new Map(fields),
        ...(def.catchall ? { each: personalShapeOf(def.catchall) } : {}),
      };
    }
    case "array":
      return { fields: new Map(), each: personalShapeOf(def.element) };
    case "tuple":
      return { fields: new Map(), each: merge([...def.items, ...(def.rest ? [def.rest] : [])]) };
    case "record":
      // The names of a record's fields are data too, and stay: nobody could erase them by a path.
      return {
        ...(personalShapeOf(def.keyType).is === false ? {} : { is: "undeclared" as const }),
        fields: new Map(),
        each: personalShapeOf(def.valueType),
      };
    case "union":
      return merge(def.options);
    case "intersection":
      return merge([def.left, def.right]);
    case "optional":
    case "nullable":
    case "nonoptional":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
      return personalShapeOf(def.innerType);
    case "pipe":
      return merge([def.in, def.out]);
    case "number":
    case "boolean":
    case "null":
    case "undefined":
    case "never":
      return { fields: new Map() };
    case "enum":
    case "literal":
      return { is: false, fields: new Map() };
    default:
      return { is: "undeclared", fields: new Map() };
  }
}

/** The fields of an event's data that say who somebody is, as JSON paths; `[*]` is each of a list or record. */
export function personalFieldsOf(event: { data: z.core.$ZodType }): Map<string, PersonalKind> {
  const found = textsIn(personalShapeOf(event.data)).filter(
    (field): field is [string, PersonalKind] => field[1] !== false && field[1] !== "undeclared",
  );
  return new Map(found);
}

/** The text fields of an event's data of which nobody said whether they are personal, as JSON paths. */
export function undeclaredFieldsOf(event: { data: z.core.$ZodType }): string[] {
  return textsIn(personalShapeOf(event.data)).flatMap(([path, is]) =>
    is === "undeclared" ? [path] : [],
  );
}

function textsIn(
  { is, fields, each }: PersonalShape,
  path = "$",
): [string, NonNullable<PersonalShape["is"]>][] {
  return [
    ...(is === undefined ? [] : [[path, is] satisfies [string, unknown]]),
    ...[...fields].flatMap(([name, shape]) => textsIn(shape, `${path}.${name}`)),
    ...(each ? textsIn(each, `${path}[*]`) : []),
  ];
}

/** Of what may be one or another, the strictest is right for either. */
const STRICTEST = ["undeclared", "text", "address", "origin", false] as const;

function merge(schemas: readonly z.core.$ZodType[]): PersonalShape {
  return schemas.map(personalShapeOf).reduce(mergeTwo, { fields: new Map() });
}

function mergeTwo(one: PersonalShape, other: PersonalShape): PersonalShape {
  const is = STRICTEST.find((each) => each === one.is || each === other.is);
  const fields = new Map(one.fields);
  for (const [name, shape] of other.fields) {
    const first = fields.get(name);
    fields.set(name, first ? mergeTwo(first, shape) : shape);
  }
  const each = one.each && other.each ? mergeTwo(one.each, other.each) : (one.each ?? other.each);
  return { ...(is === undefined ? {} : { is }), fields, ...(each ? { each } : {}) };
}
