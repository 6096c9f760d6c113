import { randomInt } from "node:crypto";
import type { Config } from "../../shared/config";

/** Without letters that are read as others: 0 and o, 1 and l and i. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A random password of 24 characters (99 bits), or more to have the least length, in groups that can be read out. */
export function randomPassword({ passwordMin }: Pick<Config, "passwordMin">): string {
  const group = (): string =>
    Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
  return Array.from({ length: Math.max(5, Math.ceil((passwordMin + 1) / 5)) }, group).join("-");
}
