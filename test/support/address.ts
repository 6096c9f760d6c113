import { randomInt } from "node:crypto";

/** Headers as the proxy in front would send them for a client of an address that nobody else has. */
export function elsewhere(): Record<string, string> {
  const [a, b, c] = [randomInt(256), randomInt(256), randomInt(1, 255)];
  return { "x-forwarded-for": `${randomInt(11, 127)}.${a}.${b}.${c}` };
}
