import type { Language } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";

/** A moment (RFC 3339) in UTC; with JavaScript in the reader's own time. */
export function moment(language: Language, time: string): Html {
  const shown = formats[language].format(new Date(time));
  return html`<time class="whitespace-nowrap tabular-nums" datetime="${time}">${shown}</time>`;
}

const formatOf = (language: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
    timeZoneName: "short",
  });
const formats: Record<Language, Intl.DateTimeFormat> = {
  en: formatOf("en-GB"),
  de: formatOf("de-DE"),
};
