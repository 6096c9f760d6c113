import { type Html, html } from "../../../../../shared/html";
import { button } from "../button";

/** A form that only looks: its fields go into the address, in a row where there is room. */
export function filters(action: string, body: Html, submit: string): Html {
  // Beside a field, which of two columns the second is, the button begins below the height of a label.
  return html`<form
    class="mb-6 grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4"
    action="${action}"
    role="search"
  >
    ${body}
    <div class="sm:even:pt-[1.8rem] lg:pt-[1.8rem]">
      ${button({ label: submit, kind: "secondary" })}
    </div>
  </form>`;
}
