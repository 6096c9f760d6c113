import { html, type Html } from "../../../../shared/html";

/** An e-mail address that, where there is no room for it, goes on after one of its signs rather than anywhere. */
export function address(email: string): Html {
  const parts = email.split(/(?<=[@.+_-])/);
  return html`<span class="wrap-anywhere"
    >${parts.map((part, index) => html`${index > 0 && html`<wbr />`}${part}`)}</span
  >`;
}
