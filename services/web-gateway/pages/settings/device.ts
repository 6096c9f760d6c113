import Bowser from "bowser";
import type { Texts } from "../texts";

/** What a browser calls itself, in a few words: "Firefox, Linux". */
export function deviceOf(t: Texts, userAgent: string | null): string {
  if (!userAgent) return t("sessions.unknown_device");
  const { browser, os } = Bowser.parse(userAgent);
  const known = [browser.name, os.name].filter(Boolean).join(", ");
  // Programs have a name and a version, and nothing that Bowser knows.
  return known || (/^[\w.-]{1,30}/.exec(userAgent)?.[0] ?? t("sessions.unknown_device"));
}
