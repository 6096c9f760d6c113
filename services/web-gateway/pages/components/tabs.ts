import { type Html, html } from "../../../../shared/html";

/** The pages of one area, with the present one marked. */
export function tabs(
  label: string,
  items: readonly { href: string; label: string; current: boolean }[],
): Html {
  return html`<nav class="-mx-1 mb-6 overflow-x-auto px-1" aria-label="${label}">
    <ul class="flex gap-6 border-b border-line text-sm">
      ${items.map(
        (item) =>
          html`<li>
            <a
              class="inline-block border-b-2 py-3 font-medium ${
                item.current
                  ? "border-brand text-ink"
                  : "border-transparent text-soft hover:text-ink"
              }"
              href="${item.href}"
              ${item.current && html`aria-current="page"`}
              >${item.label}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}
