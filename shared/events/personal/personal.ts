import { z } from "zod";

/**
 * What a personal field is. `address`: an e-mail address, known again by its fingerprint. `origin`: where
 * whoever acted came from, which is theirs and not of whom the event is about. `text`: anything else.
 */
export type PersonalKind = "address" | "origin" | "text";

const declarations = z.registry<{ personal: PersonalKind | false }>();

/**
 * Declares that a field says who somebody is: after the deletion of their account it is nowhere, and the
 * audit trail has a fingerprint of it from the start. An `origin` becomes null, so it has to take that.
 */
export function personal<Field extends z.ZodType<string | null>>(
  field: Field,
  kind: PersonalKind = "text",
): Field {
  declarations.add(field, { personal: kind });
  return field;
}

/** Declares that a field, or all there is in it, says of nobody who they are: ids, words of ours. */
export function notPersonal<Field extends z.ZodType>(field: Field): Field {
  declarations.add(field, { personal: false });
  return field;
}

/** What a field was declared to be itself; undefined when it was not. */
export function declarationOf(field: z.core.$ZodType): PersonalKind | false | undefined {
  return declarations.get(field as z.ZodType)?.personal;
}
