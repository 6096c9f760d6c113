import { fromThrown } from "../../../../shared/service";
import { button } from "../components/button";
import { field } from "../components/field";
import { formCard } from "../components/form-card";
import { header } from "../components/header";
import { link } from "../components/link";
import { html } from "../../../../shared/html";
import type { Page } from "../layout/page";
import { act } from "../visits/act";
import { PASSWORD_MINIMUM } from "../visits/error-texts";
import { info } from "../visits/flash";
import type { Pages } from "../visits/page-routes";
import { firstWrong, UNTYPED, type Typed } from "../visits/typed";
import type { Visit } from "../visits/visit";
import { openSession } from "./open-session";

const PATH = "/users/register";

/** Signing up. Whoever did is logged in, and finds a mail to confirm the address. */
export const register: Pages = {
  views: { [PATH]: { for: "visitors", show: (visit) => ({ page: page(visit, UNTYPED) }) } },
  forms: {
    [`POST ${PATH}`]: {
      for: "visitors",
      page: () => PATH,
      show: (visit, typed) => ({ page: page(visit, typed) }),
      async submit(visit, { email = "", password = "" }) {
        await act(visit, "accounts", "register", { email, password });
        try {
          await openSession(visit, { email, password, remember: false });
        } catch (thrown) {
          // There is an account now, whatever keeps us from logging in: registering again would fail.
          if (fromThrown(thrown).code === "internal") throw thrown;
          return { to: "/users/log_in", flash: info("register.done_log_in") };
        }
        return { to: "/", flash: info("register.done") };
      },
    },
  },
};

function page(visit: Visit, typed: Typed): Page {
  const { t } = visit;
  const first = firstWrong(["email", "password"], typed);
  return {
    title: t("register.title"),
    width: "narrow",
    main: html`${header({ title: t("register.heading"), subtitle: t("register.lead") })}
    ${formCard({
      action: PATH,
      token: visit.formToken(),
      notice: typed.notice,
      body: html`${field(t, {
        name: "email",
        type: "email",
        label: t("fields.email"),
        value: typed.values.email,
        error: typed.errors.email,
        autocomplete: "username",
        required: true,
        focused: first === "email",
        live: "registration",
      })}
      ${field(t, {
        name: "password",
        type: "password",
        label: t("fields.password"),
        hint: t("fields.password_hint", { count: PASSWORD_MINIMUM }),
        error: typed.errors.password,
        autocomplete: "new-password",
        required: true,
        focused: first === "password",
        live: "registration",
      })}
      ${button({ label: t("register.button") })}`,
      below: html`${t("register.have_account")} ${link("/users/log_in", t("log_in.title"))}`,
    })}`,
  };
}
