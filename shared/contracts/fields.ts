import { z } from "zod";
import { decodeTypeId, isTypeId } from "../ids";
import { ROLES } from "../principal";

/** A TypeID of one kind, e.g. `user_…`; refused with `invalid_id` when it is of another or none. */
export function idOf(prefix: string): z.ZodString {
  return z
    .string()
    .max(90)
    .refine((value) => isTypeId(value, prefix), {
      message: `is not an id of the form ${prefix}_…`,
      params: { code: "invalid_id" },
    })
    .meta(idMeta(prefix));
}

/** A TypeID of any kind. */
export function anyId(): z.ZodString {
  return z
    .string()
    .max(100, { abort: true })
    .refine((value) => isTypeId(value), { message: "is not an id", params: { code: "invalid_id" } })
    .meta({ examples: [exampleId("user")] });
}

/** A TypeID of one kind as answers carry it: described, but not read again. */
export function ownId(prefix: string): z.ZodString {
  return z.string().meta(idMeta(prefix));
}

function idMeta(prefix: string) {
  return {
    pattern: `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`,
    examples: [exampleId(prefix)],
  };
}

/** An id for descriptions. */
export function exampleId(prefix: string): string {
  return `${prefix}_01jd8gq4xqfa3v3ywd3pkz2w1e`;
}

/** The UUID inside a TypeID that a contract has let through. */
export function uuidOf(id: string): string {
  return decodeTypeId(id);
}

const LONE_SURROGATE = /\p{Cs}/u;

/** Text that can be stored as it is: no NUL, no lone surrogate. */
export function text(min: number, max: number): z.ZodString {
  return z
    .string()
    .min(min)
    .max(max)
    .refine(isStorable, {
      message: "contains characters that are not allowed",
      params: { code: "invalid_characters" },
    });
}

function isStorable(value: string): boolean {
  return !value.includes("\0") && !LONE_SURROGATE.test(value);
}

/** A token for descriptions. */
export const EXAMPLE_TOKEN = "mI0nq7vVSbHbYwD1fV3dJ6n0C0sN2x1eR8uQ5tZk4aE";

/** The raw text of an e-mailed token: base64url of 32 bytes. Anything else simply never matches. */
export const mailToken = text(1, 200).meta({
  examples: [EXAMPLE_TOKEN],
});

export const time = z.iso
  .datetime({ offset: true })
  .meta({ examples: ["2026-01-31T09:30:00.000Z"] });
export const role = z.enum(ROLES);

/** The `If-Match` header of a request; it is never taken from a body. */
export const ifMatch = text(1, 1000)
  .optional()
  .meta({
    description: "Change it only in the state that has this `ETag`.",
    examples: ['"3kPmV0mA6Q7zt2y5bXc1n8Rw4eF"'],
  });

const CURSOR = "WyIyMDI2LTAxLTMxVDA5OjMwOjAwLjAwMFoiXQ.c2lnbmF0dXJl";

/** The languages that people are spoken to in. */
export const LANGUAGES = ["en", "de"] as const;
export const language = z.enum(LANGUAGES);
export type Language = z.output<typeof language>;

/**
 * A whole number of a query, where it is text: decimal digits without any sign, space, point or leading
 * zero that programs read differently. Callers inside the platform give the number itself.
 */
export function integer(min: number, max?: number): z.ZodType<number, number> {
  const number = z.int().min(min);
  return z.preprocess(fromDecimal, max === undefined ? number : number.max(max)) as z.ZodType<
    number,
    number
  >;
}

function fromDecimal(value: unknown): unknown {
  return typeof value === "string" && /^(?:0|-?[1-9][0-9]*)$/.test(value) ? Number(value) : value;
}

/** A page of a list: how many, and where the last one ended. */
export const page = {
  limit: integer(1, 100).default(20),
  cursor: text(1, 1000)
    .optional()
    .meta({ description: "The `next_cursor` of the page before.", examples: [CURSOR] }),
};

/** `{data, next_cursor}` around the items of a list. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ examples: [CURSOR] }),
  });
}
