import type { Language } from "../../../../shared/contracts";
import { chooseLanguage, DEFAULT_LANGUAGE, isLanguage } from "../../../../shared/languages";
import { type Cookie, createCookie } from "../../http/cookie";
import type { Exchange } from "../../http/exchange";

/** In seconds: a year. */
const KEPT = 365 * 24 * 3600;

/** The language of a visitor without an account: the one chosen in this browser, else the best one it accepts. */
export function languageOf({ deps, request }: Exchange): Language {
  const chosen = cookieOf(deps.config.publicUrl).read(request.headers.cookie);
  if (isLanguage(chosen)) return chosen;
  return chooseLanguage(request.headers["accept-language"]) ?? DEFAULT_LANGUAGE;
}

/** The `Set-Cookie` that remembers the choice in this browser. */
export function keepLanguage({ deps }: Exchange, language: Language): string {
  return cookieOf(deps.config.publicUrl).issue(language, KEPT);
}

function cookieOf(publicUrl: string): Cookie {
  return createCookie("language", { secure: publicUrl.startsWith("https:") });
}
