import { type Html, html } from "../../../../shared/html";

/** An e-mail address that wraps after a punctuation mark rather than anywhere. */
export function address(email: string): Html {
  const parts = email.split(/(?<=[@.+_-])/);
  return html`<span class="wrap-anywhere"
    >${parts.map((part, index) => html`${index > 0 && html`<wbr />`}${part}`)}</span
  >`;
}
