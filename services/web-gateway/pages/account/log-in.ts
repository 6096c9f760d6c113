import { ADDRESS_MAX } from "../../../../shared/contracts";
import { html } from "../../../../shared/html";
import { button } from "../components/button";
import { checkbox } from "../components/forms/checkbox";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import { link } from "../components/link";
import { type Typed, UNTYPED } from "../forms/typed";
import type { Page } from "../layout/page";
import type { Pages } from "../routing/page-routes";
import { info } from "../state/flash";
import { returnPath } from "../state/return-path";
import type { Visit } from "../visits/visit";
import { openSession } from "./open-session";
import { keepLogIn, SECOND_STEP } from "./second-step";

const PATH = "/users/log_in";

/** Logging in, and returning to the page that required it. */
export const logIn: Pages = {
  views: {
    [PATH]: {
      for: "visitors",
      show(visit) {
        const return_to = visit.query("return_to") ?? "";
        const ended = visit.query("ended") !== undefined;
        const notice = ended ? visit.t("log_in.session_over") : undefined;
        return { page: page(visit, { ...UNTYPED, values: { return_to }, notice }) };
      },
    },
  },
  forms: {
    [`POST ${PATH}`]: {
      for: "visitors",
      page: () => PATH,
      show: (visit, typed) => ({ page: page(visit, typed) }),
      async submit(visit, { email = "", password = "", remember_me, return_to }) {
        const remember = remember_me === "true";
        const id = await openSession(visit, { email, password, remember });
        if (id !== undefined) {
          keepLogIn(visit, { id, return_to });
          return { to: SECOND_STEP };
        }
        return { to: returnPath(return_to) ?? "/", flash: info("log_in.done") };
      },
    },
  },
};

function page(visit: Visit, typed: Typed): Page {
  const { t } = visit;
  const { email, return_to = "", remember_me } = typed.values;
  const failed = typed.notice !== undefined && email !== undefined;
  return {
    title: t("log_in.title"),
    width: "narrow",
    main: html`${header({ title: t("log_in.heading") })}
    ${formCard({
      action: PATH,
      token: visit.formToken(),
      notice: typed.notice,
      body: html`<input type="hidden" name="return_to" value="${returnPath(return_to) ?? ""}" />
        ${field(t, {
          name: "email",
          type: "email",
          label: t("fields.email"),
          // No address is longer, so no more is shown again.
          value: email?.slice(0, ADDRESS_MAX),
          error: typed.errors.email,
          autocomplete: "username webauthn",
          required: true,
        })}
        ${field(t, {
          name: "password",
          type: "password",
          label: t("fields.password"),
          error: typed.errors.password,
          autocomplete: "current-password",
          required: true,
          focused: failed,
        })}
        <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          ${checkbox({
            name: "remember_me",
            label: rememberLabel(visit),
            checked: remember_me === "true",
          })}
          <span class="text-sm">${link("/users/reset_password", t("log_in.forgot"))}</span>
        </div>
        ${button({ label: t("log_in.button") })}`,
      below: html`${t("log_in.no_account")} ${link("/users/register", t("register.title"))}`,
    })}`,
  };
}

/** For how long somebody stays logged in, who may have to come back in between. */
function rememberLabel({ t, deps }: Visit): string {
  const { sessionDays: most, sessionIdleDays: idle } = deps.config;
  if (idle >= most) return t("log_in.remember", { count: most });
  return t("log_in.remember_used", { count: idle, most });
}
