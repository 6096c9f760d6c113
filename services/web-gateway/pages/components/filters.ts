import { html, type Html } from "../../../../shared/html";
import { button } from "./button";

/** A form that only looks: its fields go into the address, in a row where there is room. */
export function filters(action: string, body: Html, submit: string): Html {
  return html`<form
    class="mb-6 grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-4"
    action="${action}"
    role="search"
  >
    ${body}
    <div>${button({ label: submit, kind: "secondary" })}</div>
  </form>`;
}
