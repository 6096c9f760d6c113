import type { z } from "zod";

/** A domain event: its type, the version of its data's schema, and the schema. */
export interface EventDefinition<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly summary: string;
  readonly data: Data;
}

export type DataOf<E extends EventDefinition> = z.output<E["data"]>;

/** Declares an event once; the catalogue, the typed subscribers, the log and AsyncAPI read it. */
export function defineEvent<const Type extends string, Data extends z.ZodType>(
  type: Type,
  definition: { version: number; summary: string; data: Data },
): EventDefinition<Type, Data> {
  return { type, ...definition };
}
