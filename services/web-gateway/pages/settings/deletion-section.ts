import { type Html, html } from "../../../../shared/html";
import { button } from "../components/button";
import { form } from "../components/forms/form";
import type { Typed } from "../forms/typed";
import type { Visit } from "../visits/visit";
import { currentPassword, formFields, formSection, usernameFor } from "./form-section";

/** Deleting the account. The form is folded away, so that nobody submits it by accident. */
export function deletionSection(visit: Visit, typed: Typed): Html {
  const { t } = visit;
  const tried = typed.notice !== undefined;
  return formSection({
    id: "delete",
    title: t("settings.deletion.title"),
    description: t("settings.deletion.lead"),
    typed,
    body: html`<details ${tried && html`open`}>
      <summary class="min-h-9 cursor-pointer font-semibold text-danger">
        ${t("settings.deletion.open")}
      </summary>
      <div class="mt-4">
        ${form({
          action: "/users/settings/account",
          method: "DELETE",
          token: visit.formToken(),
          body: html`${usernameFor(visit)}
          ${formFields(visit, "deletion", typed, [currentPassword(visit)])}
          ${button({ label: t("settings.deletion.button"), kind: "danger" })}`,
        })}
      </div>
    </details>`,
  });
}
