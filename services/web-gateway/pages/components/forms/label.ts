import { type Html, html } from "../../../../../shared/html";

/** The words above an input. */
export function label(target: string, text: string | Html): Html {
  return html`<label class="block font-medium" for="${target}">${text}</label>`;
}
