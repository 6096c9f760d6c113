import type { Language } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";

/** One bar. */
export interface Bar {
  /** A day, such as 2026-11-30. */
  date: string;
  value: number;
}

const WIDTH = 280;
const HEIGHT = 72;
const GAP = 4;
/** A day on which something happened is seen beside one on which a thousand times as much did. */
const LEAST = 2;

/**
 * A bar for each day, drawn on the server: each tells its day and value to the pointer, and all of them
 * are in a table for who does not see them.
 */
export function bars(
  language: Language,
  { title, values }: { title: string; values: readonly Bar[] },
): Html {
  const most = Math.max(1, ...values.map(({ value }) => value));
  const step = WIDTH / Math.max(1, values.length);
  const { day } = formats[language];
  const dayOf = (date: string): string => day.format(new Date(date));
  return html`<figure>
    <svg
      class="block h-20 w-full"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="fill-line" x="0" y="${HEIGHT - 1}" width="${WIDTH}" height="1"></rect>
      ${values.map(({ date, value }, at) => {
        const height = value === 0 ? 0 : Math.max(LEAST, (value / most) * (HEIGHT - 1));
        return html`<rect
          class="fill-brand"
          x="${(at * step + GAP / 2).toFixed(1)}"
          y="${(HEIGHT - 1 - height).toFixed(1)}"
          width="${(step - GAP).toFixed(1)}"
          height="${height.toFixed(1)}"
        >
          <title>${dayOf(date)}: ${number(language, value)}</title>
        </rect>`;
      })}
    </svg>
    <figcaption class="mt-1 flex justify-between text-xs text-soft" aria-hidden="true">
      <span>${dayOf(values[0]?.date ?? "")}</span><span>${dayOf(values.at(-1)?.date ?? "")}</span>
    </figcaption>
    <table class="sr-only">
      <caption>
        ${title}
      </caption>
      <tbody>
        ${values.map(
          ({ date, value }) =>
            html`<tr>
              <th scope="row">${dayOf(date)}</th>
              <td>${number(language, value)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}

/** A number as it is written in a language. */
export function number(language: Language, value: number): string {
  return formats[language].number.format(value);
}

const formatsOf = (locale: string) => ({
  number: new Intl.NumberFormat(locale),
  day: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }),
});
const formats = { en: formatsOf("en-GB"), de: formatsOf("de-DE") };
