import { z } from "zod";

/** In characters; no rule of composition. An installation may ask for more, and accounts looks at that. */
const SHORTEST = 8;
const LONGEST = 72;

/** In UTF-16 units: more than any spelling of the longest, decomposed as far as it goes. */
const TYPED_MAX = 1000;

const SPACES = /\p{Zs}/gu;

/**
 * A password in the one form that is hashed (OpaqueString of RFC 8265): composed, each space a plain one.
 * Keyboards differ in both, people do not see it.
 */
export function preparePassword(typed: string): string {
  return typed.replaceAll(SPACES, " ").normalize("NFC");
}

/** Lone surrogates and NUL, which no text holds; controls and what means nothing yet, as nobody could type it again. */
const NOT_TYPED = /[\p{Cs}\p{Cc}\p{Cn}]/u;
const NOT_TEXT = /[\p{Cs}\0]/u;
const NOT_SEEN = /[\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

const meta = { examples: ["correct horse battery staple"] };
const invalidCharacters = {
  message: "contains characters that are not allowed",
  params: { code: "invalid_characters" },
};

/** A new password of at most 72 characters, not only spaces. */
export const newPassword = z
  .string()
  .overwrite(preparePassword)
  .min(1)
  .max(LONGEST)
  .refine((value) => value.length >= SHORTEST || value === "", {
    message: `must have at least ${SHORTEST} characters, and more where the installation asks for more`,
    params: { code: "too_small" },
  })
  .refine((value) => !NOT_TYPED.test(value), invalidCharacters)
  .refine((value) => value === "" || value.replaceAll(NOT_SEEN, "") !== "", {
    message: "is nothing but spaces",
    params: { code: "blank" },
  })
  .meta({
    ...meta,
    minLength: SHORTEST,
    description:
      "Compared and counted as OpaqueString of RFC 8265: composed, with plain spaces. Shorter than the " +
      "installation asks for (12 characters unless JUMAR_PASSWORD_MIN says otherwise, never less than 8) it " +
      "is refused with `too_small`; with `password_known` when it is easy to guess, has in it the address or " +
      "the name of the platform, or is known from a breach.",
  });

/** The same once more, to be compared with it. */
export const repeatedPassword = z.string().max(TYPED_MAX).overwrite(preparePassword).meta(meta);

/** A password somebody claims to have, as it was typed: what was hashed long ago may be of another form. */
export const givenPassword = z
  .string()
  .min(1)
  .max(TYPED_MAX)
  .refine((value) => value.length <= LONGEST || preparePassword(value).length <= LONGEST, {
    message: `must be at most ${LONGEST} characters`,
    params: { code: "too_big" },
  })
  .refine((value) => !NOT_TEXT.test(value), invalidCharacters)
  .meta(meta);
