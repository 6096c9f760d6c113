import { html, type Html } from "../../../../shared/html";

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
 * A form that changes something. The browser does not judge what is typed: its words would be in
 * another language than ours, and not be read out; the answer says what is wrong beside each field.
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
