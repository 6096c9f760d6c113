import { type Html, html } from "../../../../shared/html";
import { form } from "../components/forms/form";
import { PASSWORD_MINIMUM } from "../forms/error-texts";
import type { Typed } from "../forms/typed";
import type { Visit } from "../visits/visit";
import {
  currentPassword,
  formFields,
  formSection,
  passwordButton,
  usernameFor,
} from "./form-section";

/** Choosing another password. */
export function passwordSection(visit: Visit, typed: Typed): Html {
  const { t } = visit;
  const fields = formFields(visit, "password_change", typed, [
    {
      name: "password",
      type: "password",
      label: t("fields.new_password"),
      hint: t("fields.password_hint", { count: PASSWORD_MINIMUM }),
      autocomplete: "new-password",
      live: "password_change",
    },
    {
      name: "password_confirmation",
      type: "password",
      label: t("fields.password_confirmation"),
      autocomplete: "new-password",
      live: "password_change",
    },
    currentPassword(visit),
  ]);
  return formSection({
    id: "password",
    title: t("settings.password.title"),
    description: t("settings.password.lead"),
    typed,
    body: form({
      action: "/users/settings/password",
      token: visit.formToken(),
      body: html`${usernameFor(visit)} ${fields}
      ${passwordButton(visit, { label: t("settings.password.button") })}`,
    }),
  });
}
