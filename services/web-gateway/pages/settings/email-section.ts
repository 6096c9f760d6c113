import { type Html, html } from "../../../../shared/html";
import { button } from "../components/button";
import { form } from "../components/forms/form";
import type { Typed } from "../forms/typed";
import type { Visit } from "../visits/visit";
import { currentPassword, formFields, formSection } from "./form-section";

/** Moving to another address. */
export function emailSection(visit: Visit, typed: Typed): Html {
  const { t } = visit;
  return formSection({
    id: "email",
    title: t("settings.email.title"),
    description: t("settings.email.lead"),
    typed,
    body: form({
      action: "/users/settings/email",
      token: visit.formToken(),
      body: html`${formFields(visit, "email_change", typed, [
        {
          name: "email",
          type: "email",
          label: t("fields.new_email"),
          autocomplete: "email",
          live: "email_change",
        },
        currentPassword(visit),
      ])}
      ${button({ label: t("settings.email.button") })}`,
    }),
  });
}
