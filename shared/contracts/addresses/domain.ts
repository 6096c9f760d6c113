import { domainToASCII, domainToUnicode } from "node:url";

/** What a parser of URLs would cut off, decode or leave out, where a domain has none of it. */
const NOT_A_DOMAIN = /[/\\?#%:@\p{Cc}\p{Z}]/u;
const PLAIN = /^[a-z0-9._-]+$/;
const ENCODED = /(^|\.)xn--/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** In octets (RFC 1035, 2.3.4): what fits beside the length of each label. */
const DOMAIN_MAX = 253;

/**
 * A domain as mail servers are asked for it: its A-labels (UTS 46, not transitional), by the function that
 * nodemailer maps with, so that a mail goes where the key says. Undefined where there is no such mapping.
 */
export function toAsciiDomain(domain: string): string | undefined {
  const lower = domain.toLowerCase();
  if (PLAIN.test(lower) && !ENCODED.test(lower)) return lower;
  if (NOT_A_DOMAIN.test(domain)) return undefined;
  // Of all characters the one that Node 20 maps as UTS 46 did until 2023 (to ss), and Node 24 as it does now.
  const ascii = domainToASCII(domain.replaceAll("ẞ", "ß"));
  return ascii === "" || !isDecodable(ascii) ? undefined : ascii;
}

/** Whether each A-label stands for a label that is written so; Node 24 does not look at all of them. */
function isDecodable(ascii: string): boolean {
  if (!ENCODED.test(ascii)) return true;
  const unicode = domainToUnicode(ascii);
  return !ENCODED.test(unicode) && domainToASCII(unicode) === ascii;
}

/** The same domain for people. It says the same to a mail server. */
export function toShownDomain(domain: string): string {
  return domainToUnicode(domain);
}

/** Whether mail can have a domain (A-labels): labels of letters, digits and hyphens, the last not a number. */
export function isMailDomain(ascii: string): boolean {
  const labels = ascii.split(".");
  if (ascii.length > DOMAIN_MAX || !labels.every((label) => LABEL.test(label))) return false;
  return !/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "");
}
