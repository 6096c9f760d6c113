import type { Term } from "../store/terms";

/** Longer words are found by their beginning. */
const TERM_LENGTH = 40;

/** Text as it is compared in searches: without accents, in lower case. */
export function foldText(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().normalize("NFKC");
}

/**
 * The words of a folded address: the part before the @ and each word of letters in it, the domain and
 * its labels but the last, which half of all addresses share.
 */
export function termsOf(address: string): Term[] {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const words = local.match(/\p{L}+/gu) ?? [];
  const labels = domain.split(".").slice(0, -1);
  const terms = [...new Set([local, ...words, domain, ...labels].map(shorten))];
  // What begins with a word begins the longer one too that it is the beginning of.
  const isCovered = (term: string) =>
    address.startsWith(term) || terms.some((other) => other !== term && other.startsWith(term));
  return terms.filter((term) => term !== "").map((term) => ({ term, inside: !isCovered(term) }));
}

function shorten(word: string): string {
  return Array.from(word).slice(0, TERM_LENGTH).join("");
}
