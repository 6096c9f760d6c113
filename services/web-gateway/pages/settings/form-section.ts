import { type Html, html } from "../../../../shared/html";
import { alert } from "../components/alert";
import { card } from "../components/card";
import { type Field, field } from "../components/forms/field";
import { fieldId } from "../components/forms/field-id";
import { firstWrong, type Typed } from "../forms/typed";
import type { Visit } from "../visits/visit";

/** The page that the forms of the settings lead back to. */
export const SETTINGS = "/users/settings";

/** A part of the settings with a form and its error. */
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

/** The field for the current password. */
export function currentPassword({ t }: Visit): Omit<Field, "id" | "error" | "focused"> {
  return {
    name: "current_password",
    type: "password",
    label: t("fields.current_password"),
    autocomplete: "current-password",
  };
}

/** Tells password managers which account a form belongs to. It is neither visible nor submitted. */
export function usernameFor({ live }: Visit): Html {
  return html`<input
    type="email"
    value="${live?.user.email}"
    autocomplete="username"
    hidden
    readonly
  />`;
}
