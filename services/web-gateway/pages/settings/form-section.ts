import { alert } from "../components/alert";
import { card } from "../components/card";
import { field, type Field } from "../components/field";
import { fieldId } from "../components/field-id";
import { html, type Html } from "../../../../shared/html";
import { firstWrong, type Typed } from "../visits/typed";
import type { Visit } from "../visits/visit";

/** Where the forms of the settings lead back to. */
export const SETTINGS = "/users/settings";

/** A part of the settings with a form that may have gone wrong. */
export function formSection(options: {
  id: string;
  title: string;
  description: string;
  typed: Typed;
  body: Html;
}): Html {
  const { typed, body, ...rest } = options;
  const notice =
    typed.notice !== undefined && html`<div class="mb-4">${alert("error", typed.notice)}</div>`;
  return card({ ...rest, body: html`${notice} ${body}` });
}

/** The fields of a form that shares its page with others. */
export function formFields(
  { t }: Visit,
  name: string,
  typed: Typed,
  fields: readonly Omit<Field, "id" | "error" | "focused">[],
): Html[] {
  const first = firstWrong(
    fields.map((each) => each.name),
    typed,
  );
  return fields.map((each) =>
    field(t, {
      ...each,
      id: fieldId(name, each.name),
      value: typed.values[each.name],
      error: typed.errors[each.name],
      required: true,
      focused: first === each.name,
    }),
  );
}

/** The password that shows who one is; what password managers need to fill it in stands beside it. */
export function currentPassword({ t }: Visit): Omit<Field, "id" | "error" | "focused"> {
  return {
    name: "current_password",
    type: "password",
    label: t("fields.current_password"),
    autocomplete: "current-password",
  };
}

/** Tells password managers whose password a form is about. It is neither seen nor sent. */
export function usernameFor({ live }: Visit): Html {
  return html`<input
    type="email"
    value="${live?.user.email}"
    autocomplete="username"
    hidden
    readonly
  />`;
}
