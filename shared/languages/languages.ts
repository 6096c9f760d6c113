import Negotiator from "negotiator";
import { type Language, LANGUAGES } from "../contracts";

/** What somebody is spoken to in who wants none that there is. */
export const DEFAULT_LANGUAGE: Language = "en";

/** Each language by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", de: "Deutsch" };

/** Whether a word is the tag of a language that there is. */
export function isLanguage(word: unknown): word is Language {
  return (LANGUAGES as readonly unknown[]).includes(word);
}

/** The best of our languages for an `Accept-Language` header (RFC 9110), or undefined when it names none. */
export function chooseLanguage(acceptLanguage: string | undefined): Language | undefined {
  if (acceptLanguage === undefined) return undefined;
  const negotiator = new Negotiator({ headers: { "accept-language": acceptLanguage } });
  // Of regional variants such as de-AT the language counts.
  return negotiator
    .languages()
    .map((tag) => tag.split("-")[0]?.toLowerCase())
    .find(isLanguage);
}
