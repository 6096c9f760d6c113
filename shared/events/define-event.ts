import type { z } from "zod";
import type { Language } from "../contracts";

/** A domain event: its type, the version of its data's schema, and the schema. */
export interface EventDefinition<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly summary: string;
  readonly data: Data;
}

export type DataOf<E extends EventDefinition> = z.output<E["data"]>;

/** What an event is called where people read what happened, such as their activity. */
export interface Named {
  readonly names: Readonly<Record<Language, string>>;
}

interface Definition<Data extends z.ZodType> {
  version: number;
  /** One sentence: what happened. */
  summary: string;
  data: Data;
}

/**
 * Declares an event once; the catalogue, the typed subscribers, the log, pages, AsyncAPI and the docs
 * read it. Outside of the catalogue it needs no names.
 */
export function defineEvent<const Type extends string, Data extends z.ZodType>(
  type: Type,
  definition: Definition<Data> & Named,
): EventDefinition<Type, Data> & Named;
export function defineEvent<const Type extends string, Data extends z.ZodType>(
  type: Type,
  definition: Definition<Data>,
): EventDefinition<Type, Data>;
export function defineEvent<const Type extends string, Data extends z.ZodType>(
  type: Type,
  definition: Definition<Data>,
): EventDefinition<Type, Data> {
  return { type, ...definition };
}
