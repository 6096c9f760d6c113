import { type Html, html } from "../../../../shared/html";
import { button } from "../components/button";
import { form } from "../components/forms/form";
import { link } from "../components/link";
import { passwordHint } from "../forms/password-hint";
import type { Typed } from "../forms/typed";
import type { Visit } from "../visits/visit";
import { currentPassword, formFields, formSection, usernameFor } from "./form-section";

/** Choosing another password. */
export function passwordSection(visit: Visit, typed: Typed): Html {
  const { t } = visit;
  const fields = formFields(visit, "password_change", typed, [
    {
      name: "password",
      type: "password",
      label: t("fields.new_password"),
      hint: passwordHint(visit),
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
        <div class="flex flex-wrap items-center gap-x-6 gap-y-3">
          ${button({ label: t("settings.password.button") })}
          <span class="text-sm">${link("/users/reset_password", t("log_in.forgot"))}</span>
        </div>`,
    }),
  });
}
