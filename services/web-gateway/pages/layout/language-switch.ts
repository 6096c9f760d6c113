import { LANGUAGES } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { LANGUAGE_NAMES } from "../../../../shared/languages";
import { form } from "../components/forms/form";
import type { Frame } from "./page";

/** The choice of a language; each has its own name for itself. */
export function languageSwitch({ t, language, here, formToken }: Frame): Html {
  if (formToken === undefined) return html``;
  return form({
    action: "/language",
    token: formToken,
    inline: true,
    body: html`<input type="hidden" name="return_to" value="${here}" />
      <div class="-mx-2 flex gap-1" role="group" aria-label="${t("layout.language")}">
        ${LANGUAGES.map(
          (each) =>
            html`<button
              class="min-h-9 rounded-lg px-2 hover:bg-tint aria-pressed:font-semibold aria-pressed:text-ink"
              name="language"
              value="${each}"
              lang="${each}"
              aria-pressed="${each === language ? "true" : "false"}"
            >
              ${LANGUAGE_NAMES[each]}
            </button>`,
        )}
      </div>`,
  });
}
