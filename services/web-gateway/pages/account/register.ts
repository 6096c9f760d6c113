import { type Html, html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { button } from "../components/button";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import { link } from "../components/link";
import { passwordHint } from "../forms/password-hint";
import { firstWrong, type Typed, UNTYPED } from "../forms/typed";
import type { Page } from "../layout/page";
import type { Pages } from "../routing/page-routes";
import { info } from "../state/flash";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { openSession } from "./open-session";

const PATH = "/users/register";

/** Signing up, which also logs in and sends a mail to confirm the address. */
export const register: Pages = {
  views: { [PATH]: { for: "visitors", show: (visit) => ({ page: page(visit, UNTYPED) }) } },
  forms: {
    [`POST ${PATH}`]: {
      for: "visitors",
      page: () => PATH,
      show: (visit, typed) => ({ page: page(visit, typed) }),
      async submit(visit, { email = "", password = "" }) {
        await act(visit, "accounts", "register", { email, password });
        const loggedIn = async () => {
          await openSession(visit, { email, password, remember: false });
          return { to: "/", flash: info("register.done") };
        };
        return await recover(
          loggedIn,
          // The account exists now, even if the log-in fails: registering again would fail.
          ({ code }) => code !== "internal",
          () => ({ to: "/users/log_in", flash: info("register.done_log_in") }),
        );
      },
    },
  },
};

/** The address has an account, which is said in any case: whose it is may have forgotten it. */
function waysIn({ t }: Visit): Html {
  return html`${t("register.taken")}
    <span class="mt-1 flex flex-wrap gap-x-4 gap-y-1"
      >${link("/users/log_in", t("log_in.title"))}
      ${link("/users/reset_password", t("reset.title"))}</span
    >`;
}

function isTaken({ codes }: Typed): boolean {
  return codes?.email === "email_taken";
}

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
      notice: isTaken(typed) ? waysIn(visit) : typed.notice,
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
        hint: passwordHint(visit),
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
