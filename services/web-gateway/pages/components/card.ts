import { type Html, html } from "../../../../shared/html";

export interface Card {
  /** Names the part of the page. */
  title?: string;
  id?: string;
  description?: string | Html | undefined;
  body: Html;
}

/** A part of a page that stands for itself. */
export function card({ title, id, description, body }: Card): Html {
  const labelled = id !== undefined && title !== undefined;
  return html`<section
    class="rounded-xl border border-line bg-card p-5 shadow-xs sm:p-6"
    ${id !== undefined && html`id="${id}"`}
    ${labelled && html`aria-labelledby="${id}-title"`}
  >
    ${
      title !== undefined &&
      html`<h2 class="text-lg font-semibold" ${labelled && html`id="${id}-title"`}>${title}</h2>`
    }
    ${description && html`<p class="mt-1 max-w-prose text-sm text-soft">${description}</p>`}
    <div class="${title !== undefined && "mt-4"}">${body}</div>
  </section>`;
}
