import { foldCase, withShownDomain } from "../../../shared/contracts";
import type { Term } from "../store/terms";

/** Of longer words only the first letters are stored. */
const TERM_LENGTH = 40;

/** Text as searches compare it: in lower case, without accents, domains in their own letters. */
export function foldText(text: string): string {
  return foldCase(withShownDomain(text).normalize("NFKD").replaceAll(/\p{M}/gu, ""));
}

/**
 * The words of a folded address: the part before the @, the domain, its labels except the last, which half
 * of all addresses share, and each word of letters in these.
 */
export function termsOf(address: string): Term[] {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const labels = domain.split(".").slice(0, -1);
  const words = [local, ...labels].flatMap((text) => text.match(/\p{L}+/gu) ?? []);
  const terms = [...new Set([local, ...words, domain, ...labels].map(shorten))];
  // What a term begins with, a longer term that starts with it begins with too.
  const isCovered = (term: string) =>
    address.startsWith(term) || terms.some((other) => other !== term && other.startsWith(term));
  return terms.filter((term) => term !== "").map((term) => ({ term, inside: !isCovered(term) }));
}

/** Whether a term is one of letters, by which somebody is found who is misspelt: as the store has it. */
export function isWord(term: string): boolean {
  return /^[^ -@^-`{-~]{3,}$/u.test(term);
}

function shorten(word: string): string {
  return Array.from(word).slice(0, TERM_LENGTH).join("");
}
