import { type Html, html } from "../../../../shared/html";

export interface Header {
  title: string | Html;
  subtitle?: string | Html | undefined;
  /** The way back, above the title. */
  back?: Html;
  /** Buttons beside the title. */
  actions?: Html;
}

/** What a page is about. */
export function header({ title, subtitle, back, actions }: Header): Html {
  return html`<div class="mb-6">
    ${back && html`<p class="mb-3">${back}</p>`}
    <div class="flex flex-wrap items-start justify-between gap-4">
      <h1 class="text-2xl font-bold tracking-tight wrap-anywhere sm:text-3xl">${title}</h1>
      ${actions && html`<div class="flex flex-wrap gap-2">${actions}</div>`}
    </div>
    ${subtitle && html`<p class="mt-2 max-w-prose wrap-anywhere text-soft">${subtitle}</p>`}
  </div>`;
}
