import { type Html, html } from "../../../../shared/html";
import { icon } from "./icon";

const LINK = "font-medium text-brand underline underline-offset-4 hover:text-brand-strong";

/** A link in running text. */
export function link(href: string, label: string | Html): Html {
  return html`<a class="${LINK}" href="${href}">${label}</a>`;
}

/** The way to where one came from. */
export function backLink(href: string, label: string): Html {
  return html`<a
    class="inline-flex items-center gap-1 text-sm font-medium text-brand hover:text-brand-strong"
    href="${href}"
    >${icon("back", "small")}${label}</a
  >`;
}
