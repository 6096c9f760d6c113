import { createHash, randomInt } from "node:crypto";

/** How many there are at a time. */
const COUNT = 10;
const LENGTH = 16;
/** Neither 0 and O nor 1, I and L; 31 letters, so 79 bits in a code: a plain hash of it tells nothing. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** New recovery codes, in groups of four as people read them. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const code = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
    return code.join("").replaceAll(/.{4}(?=.)/g, "$&-");
  });
}

/** The hash under which a code rests, however it was typed; undefined when it can be none of ours. */
export function hashOfRecoveryCode(typed: string): Buffer | undefined {
  const code = typed.replaceAll(/[\s-]/g, "").toUpperCase();
  return FORM.test(code) ? createHash("sha256").update(code).digest() : undefined;
}
