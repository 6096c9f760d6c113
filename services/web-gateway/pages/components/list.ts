import { type Html, html } from "../../../../shared/html";

/** What is known of one thing, name by name; what is absent is left out. */
export function list(items: readonly (readonly [string, string | Html | undefined])[]): Html {
  return html`<dl class="grid grid-cols-1 gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
    ${items
      .filter(([, value]) => value !== undefined && value !== "")
      .map(
        ([name, value]) =>
          html`<dt class="text-soft">${name}</dt>
            <dd class="wrap-anywhere max-sm:mb-2">${value}</dd>`,
      )}
  </dl>`;
}
