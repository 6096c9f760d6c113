import { type Html, html } from "../../../../../shared/html";
import { alert } from "../alert";
import { type Form, form } from "./form";

/** A page's one form, on a card of its own, with what is wrong as a whole above its fields. */
export function formCard(
  options: Form & { notice?: string | Html | undefined; below?: Html },
): Html {
  const { notice, below } = options;
  return html`<div class="rounded-xl border border-line bg-card p-5 shadow-xs sm:p-8">
      ${notice !== undefined && html`<div class="mb-5">${alert("error", notice)}</div>`}
      ${form(options)}
    </div>
    ${below && html`<div class="mt-6 text-center text-sm">${below}</div>`}`;
}
