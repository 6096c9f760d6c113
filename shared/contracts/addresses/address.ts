import { isMailDomain, toAsciiDomain, toShownDomain } from "./domain";
import { foldCase } from "./fold";

/** An e-mail address that was read. */
export interface Address {
  /** As it is stored and shown: as it was typed, an international domain in its own letters. */
  shown: string;
  /** The same for every spelling of one mailbox, and for no other mailbox. */
  key: string;
  /** Where the mail goes: the domain in A-labels. */
  mailTo: string;
}

/** Why a text is no address: it is none, or its part before the @ or all of it is too long. */
export type AddressProblem = "invalid" | "local_too_long" | "too_long";

/** In octets (RFC 5321, 4.5.3.1): the part before the @, and a path of 256 without its brackets. */
export const LOCAL_MAX = 64;
export const ADDRESS_MAX = 254;

/** Words of RFC 5322 with dots between them, of RFC 6532 beyond ASCII. Quoted ones are not taken. */
const DOT_ATOM =
  /^[\w!#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+(\.[\w!#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+)*$/u;

/** Controls, lone surrogates, code points that are none or mean nothing yet, spaces. */
const NO_LETTERS = /[\p{C}\p{Z}]/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** They make a difference between some letters of India and Iran, and UTS 46 takes them nowhere else. */
const JOINERS = /[\u200c\u200d]/g;

/** Reads an address, whatever form of its letters was typed. */
export function readAddress(text: string): Address | AddressProblem {
  const { local, domain } = split(text);
  if (domain === undefined || !DOT_ATOM.test(local)) return "invalid";
  const visible = local + domain.replace(JOINERS, "");
  if (NO_LETTERS.test(visible) || INVISIBLE.test(visible)) return "invalid";
  if (octets(local) > LOCAL_MAX) return "local_too_long";
  const ascii = toAsciiDomain(domain);
  if (ascii === undefined) return "invalid";
  const mailTo = `${local}@${ascii}`;
  if (octets(mailTo) > ADDRESS_MAX) return "too_long";
  if (!isMailDomain(ascii)) return "invalid";
  const shown = isAscii(domain) ? domain : toShownDomain(ascii);
  return { shown: `${local}@${shown}`, key: `${foldCase(local)}@${ascii}`, mailTo };
}

/**
 * What makes all spellings of an address one account: the mailbox that the mail goes to, whatever the case
 * of its letters. Any text has one, so that what is no address is the key of nobody.
 */
export function emailKeyOf(text: string): string {
  const { local, domain } = split(text);
  if (domain === undefined) return foldCase(text);
  const folded = foldCase(domain);
  return `${foldCase(local)}@${toAsciiDomain(domain) ?? toAsciiDomain(folded) ?? folded}`;
}

/** Where the mail to an address goes, also one that an earlier version took and this one would not. */
export function mailToOf(text: string): string {
  const { local, domain } = split(text);
  return domain === undefined ? text : `${local}@${toAsciiDomain(domain) ?? domain}`;
}

/** An address, or a part of one, with its international domain in its own letters, for who compares texts. */
export function withShownDomain(text: string): string {
  return text.replaceAll(/xn--[a-z0-9-]+/gi, (label) => toShownDomain(label) || label);
}

/** The two sides of the only @, in one form of their letters; what becomes an @ by that counts too. */
function split(text: string): { local: string; domain?: string } {
  const [local = "", domain, ...more] = text.normalize("NFKC").split("@");
  if (domain === undefined || more.length > 0) return { local };
  return { local, domain };
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function octets(text: string): number {
  return Buffer.byteLength(text);
}
