import { html } from "../../../../shared/html";
import { alert } from "../components/alert";
import { button, buttonLink } from "../components/button";
import { card } from "../components/card";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import { backLink } from "../components/link";
import { qrCode } from "../components/qr-code";
import type { Typed } from "../forms/typed";
import { error } from "../state/flash";
import type { PageAnswer, Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { ENROLMENT, SECURITY } from "./paths";

const OVER: Redirect = { to: SECURITY, flash: error("security.over") };

/** What this browser carries for the session that asks. */
export function kept<T>(
  { exchange, live }: Visit,
  cookie: { read(header: string | undefined, holders: readonly string[]): T | undefined },
): T | undefined {
  return cookie.read(exchange.request.headers.cookie, live ? [live.session.id] : []);
}

/** Shows the seed of an app that is being added, as a picture and as text, and asks for a code of it. */
export function enrolmentPage(visit: Visit, typed: Typed): PageAnswer {
  const { t, deps } = visit;
  const enrolment = kept(visit, deps.enrolment);
  if (!enrolment) return OVER;
  const { uri, secret } = enrolment;
  return {
    page: {
      title: t("security.enrolment.title"),
      width: "narrow",
      main: html`${header({
        title: t("security.enrolment.title"),
        subtitle: t("security.enrolment.lead"),
        back: backLink(SECURITY, t("security.back")),
      })}
      ${formCard({
        action: `${ENROLMENT}/confirmation`,
        token: visit.formToken(),
        notice: typed.notice,
        body: html`<div class="flex justify-center">${qrCode(uri, t("security.enrolment.qr"))}</div>
          <p class="text-sm text-soft">
            ${t("security.enrolment.secret")}
            <code class="mt-1 block wrap-anywhere text-ink">${secret}</code>
          </p>
          ${field(t, {
            name: "code",
            label: t("second_step.totp.label"),
            value: typed.values.code?.slice(0, 100),
            error: typed.errors.code,
            autocomplete: "one-time-code",
            required: true,
            focused: typed.errors.code !== undefined,
          })}
          ${button({ label: t("security.enrolment.button") })}`,
      })}`,
    },
  };
}

/** Shows recovery codes, which nobody can read again later. */
export function recoveryCodesPage(visit: Visit): PageAnswer {
  const { t, deps } = visit;
  const codes = kept(visit, deps.recoveryCodes);
  if (!codes) return OVER;
  return {
    page: {
      title: t("security.codes.title"),
      width: "narrow",
      main: html`${header({ title: t("security.codes.title") })}
      ${card({
        body: html`<div class="mb-5">${alert("warning", t("security.codes.once"))}</div>
          <ul class="mb-5 grid grid-cols-1 gap-2 font-mono sm:grid-cols-2">
            ${codes.map((code) => html`<li>${code}</li>`)}
          </ul>
          ${buttonLink({ label: t("security.codes.kept"), href: SECURITY })}`,
      })}`,
    },
  };
}
