import { randomInt } from "node:crypto";

/** Without letters that are read as others: 0 and o, 1 and l and i. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A random password of 24 characters (99 bits), in groups that can be read out. */
export function randomPassword(): string {
  const group = (): string =>
    Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
  return Array.from({ length: 5 }, group).join("-");
}
