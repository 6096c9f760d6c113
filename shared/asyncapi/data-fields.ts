import type { EventDefinition } from "../events";
import { dataSchema } from "./schemas";

/** A field of an event's data. */
export interface DataField {
  name: string;
  /** In words of JSON Schema, e.g. `string` or `string or null`. */
  type: string;
  required: boolean;
}

/** What an event says besides its envelope. */
export function dataFieldsOf(event: EventDefinition): DataField[] {
  const { properties = {}, required = [] } = dataSchema(event) as {
    properties?: Record<string, Shape>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    type: typeOf(shape),
    required: required.includes(name),
  }));
}

interface Shape {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Shape[];
}

function typeOf({ type, enum: values, anyOf }: Shape): string {
  if (anyOf) return anyOf.map(typeOf).join(" or ");
  if (values) return values.map((value) => JSON.stringify(value)).join(" or ");
  return [type ?? "any"].flat().join(" or ");
}
