import { isIP } from "node:net";
import { z } from "zod";

const ADDRESS = String.raw`[^\s@,;:<>()[\]\\"]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*`;
const NAME = String.raw`"[^"\\]*" ?|[^"<>()@,;:\\[\]]*`;
const SENDER = new RegExp(`^(?:(?:${NAME})<${ADDRESS}>|${ADDRESS})$`, "u");

/** One address, alone or behind a name; what more than that may become of it a mail server decides. */
export const mailFrom = z
  .string()
  .refine(
    (value) => value.length <= 320 && SENDER.test(value) && !/\p{Cc}|\p{Cs}/u.test(value),
    "must be one address, alone or behind a name, such as Jumar <accounts@example.com>",
  );

/** Who mails are from when nothing is said: `jumar` at the host of `publicUrl`; undefined when that has no name. */
export function senderAt(publicUrl: string, name = "Jumar"): string | undefined {
  const { hostname } = new URL(publicUrl);
  const isAddress = hostname.startsWith("[") || isIP(hostname) !== 0;
  const words = /^[\p{L}\p{N} ]+$/u.test(name) ? name : `"${name.replaceAll(/["\\]/g, "")}"`;
  return isAddress ? undefined : `${words} <jumar@${hostname}>`;
}
