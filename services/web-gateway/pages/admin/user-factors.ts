import { type Html, html } from "../../../../shared/html";
import { button } from "../components/button";
import { form } from "../components/forms/form";
import { modal } from "../components/modal";
import { moment } from "../components/time";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

const RESET = "reset-factors";

/** The second factors of a user, and how to remove them for who has lost theirs. */
export async function userFactors(visit: Visit, id: string): Promise<Html> {
  const { t, language } = visit;
  const { data } = await act(visit, "accounts", "listFactorsOf", { user_id: id });
  const factors = data.filter(({ confirmed_at }) => confirmed_at !== null);
  if (factors.length === 0) return html`<p class="text-soft">${t("admin.user.no_factors")}</p>`;
  return html`<ul class="divide-y divide-line">
      ${factors.map(
        ({ label, created_at, last_used_at }) =>
          html`<li class="py-3">
            <p class="font-medium wrap-anywhere">${label ?? t("security.apps.unnamed")}</p>
            <p class="text-sm text-soft">
              ${t("security.apps.last_used")} ${moment(language, last_used_at ?? created_at)}
            </p>
          </li>`,
      )}
    </ul>
    <div class="mt-4">
      ${button({ label: t("admin.user.reset_factors"), kind: "secondary", opens: RESET })}
    </div>
    ${modal({
      id: RESET,
      title: t("admin.user.reset_factors"),
      body: t("admin.user.reset_factors_lead"),
      cancel: t("common.cancel"),
      confirm: form({
        action: `/admin/users/${id}/factors`,
        method: "DELETE",
        token: visit.formToken(),
        inline: true,
        body: button({ label: t("admin.user.reset_factors"), kind: "danger" }),
      }),
    })}`;
}
