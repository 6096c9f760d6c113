import { type Html, html } from "../../../../../shared/html";

export interface Form {
  action: string;
  /** What it does, where that is no POST. */
  method?: "DELETE" | "PATCH";
  /** Proof that the form was shown to whom it comes from (`visit.formToken()`). */
  token: string;
  body: Html;
  id?: string;
  /** Stands in a line with other things, instead of on its own. */
  inline?: boolean;
}

/**
 * A form that changes something. The browser does not validate it: its messages could be in another
 * language than the page, and screen readers would not read them; the answer shows the errors by field.
 */
export function form({ action, method, token, body, id, inline }: Form): Html {
  return html`<form
    class="${inline ? "contents" : "grid grid-cols-1 gap-4"}"
    method="post"
    action="${action}"
    novalidate
    ${id !== undefined && html`id="${id}"`}
  >
    <input type="hidden" name="form_token" value="${token}" />
    ${method && html`<input type="hidden" name="_method" value="${method}" />`} ${body}
  </form>`;
}
