import { z } from "zod";
import { ADDRESS_MAX, LOCAL_MAX, readAddress } from "./address";

/** In UTF-16 units: more than any spelling of the longest, decomposed as far as it goes. */
const TYPED_MAX = 1000;

const meta = { examples: ["erika@example.com"] };
const DESCRIPTION =
  "Of RFC 5321 and 5322 without quoted names, in any letters (RFC 6531): at most 64 octets before the @, " +
  "254 together. Every spelling of a mailbox is one account.";

const PROBLEMS = {
  invalid: { code: "invalid_email", message: "is not an e-mail address" },
  too_long: { code: "too_big", message: `must be at most ${ADDRESS_MAX} octets` },
  local_too_long: { code: "too_big", message: `must be at most ${LOCAL_MAX} octets before the @` },
};

/**
 * The address of an account that is to be, as it is shown: RFC 5321 and 5322 without quoted words, in any
 * letters (RFC 6531), of a domain that mail can have (UTS 46).
 */
export const email = z
  .string()
  .min(1)
  .max(TYPED_MAX)
  .overwrite((value) => {
    const read = readAddress(value);
    return typeof read === "string" ? value : read.shown;
  })
  .superRefine((value, context) => {
    if (value === "") return;
    const read = readAddress(value);
    if (typeof read !== "string") return;
    const { code, message } = PROBLEMS[read];
    context.addIssue({ code: "custom", message, params: { code } });
  })
  .meta({ ...meta, description: DESCRIPTION });

// No controls, format characters, surrogates or spaces. Code points of no meaning may be in an address that an
// earlier version took, or have one in a newer Unicode; joiners are in domains of India and Iran.
const WITH_ONE_AT = /^[^@\p{Cc}\p{Cf}\p{Cs}\p{Z}]+@[^@\p{Cc}\p{Cf}\p{Cs}\p{Z}]+$/u;
const JOINERS = /[\u200c\u200d]/g;

/**
 * An address that may have an account. Anything like one is looked for: what an earlier version took for an
 * address is that of somebody, though this one would not.
 */
export const givenEmail = z
  .string()
  .min(1)
  .max(TYPED_MAX)
  .refine((value) => value === "" || isLikeOne(value), {
    message: PROBLEMS.invalid.message,
    params: { code: PROBLEMS.invalid.code },
  })
  .meta(meta);

function isLikeOne(text: string): boolean {
  return WITH_ONE_AT.test(text.normalize("NFKC").replace(JOINERS, ""));
}
