import { type Html, html } from "../../../../shared/html";
import { alert } from "../components/alert";
import { button } from "../components/button";
import { card } from "../components/card";
import { field } from "../components/forms/field";
import { form } from "../components/forms/form";
import { link } from "../components/link";
import type { Typed } from "../forms/typed";
import type { Visit } from "../visits/visit";
import { SECURITY } from "./paths";

/** In ms: a little less than the contracts ask for, so that what is offered here can be done. */
const FRESH = 9 * 60_000;

/** Whether the user of the session has to prove who they are before they change a factor. */
export function isProofDue({ live }: Visit, hasFactor: boolean): boolean {
  if (!live) return true;
  const age = Date.parse(live.readAt) - Date.parse(live.session.authenticated_at);
  return age > FRESH || (hasFactor && live.assurance < 2);
}

/** How somebody proves who they are: by their password, or by a factor where there is one. */
export type ProofWay = "password" | "totp" | "recovery_code";

/** Asks who is logged in to prove it, with what their account asks for. */
export function proofSection(visit: Visit, way: ProofWay, typed: Typed): Html {
  const { t } = visit;
  const notice =
    typed.notice !== undefined && html`<div class="mb-4">${alert("error", typed.notice)}</div>`;
  const others = way === "totp" ? "recovery_code" : "totp";
  return card({
    id: "proof",
    title: t("security.proof.title"),
    description: t("security.proof.lead"),
    body: html`${notice}
    ${form({
      action: `${SECURITY}/authentication`,
      token: visit.formToken(),
      body: html`<input type="hidden" name="way" value="${way}" />
        ${field(t, {
          name: way === "password" ? "password" : "code",
          type: way === "password" ? "password" : "text",
          label: way === "password" ? t("fields.password") : t(`second_step.${way}.label`),
          value: typed.values.code?.slice(0, 100),
          error: typed.errors[way],
          autocomplete:
            way === "password" ? "current-password" : way === "totp" ? "one-time-code" : "off",
          required: true,
        })}
        <div class="flex flex-wrap items-center gap-x-6 gap-y-3">
          ${button({ label: t("security.proof.button") })}
          ${
            way !== "password" &&
            html`<span class="text-sm"
              >${link(`${SECURITY}?way=${others}`, t(`second_step.${way}.other`))}</span
            >`
          }
        </div>`,
    })}`,
  });
}
