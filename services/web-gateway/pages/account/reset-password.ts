import { mailKinds } from "../../../../shared/contracts";
import type { AppError } from "../../../../shared/errors";
import { html } from "../../../../shared/html";
import { findLive } from "../../api/identify";
import { recover } from "../../api/recover";
import { button } from "../components/button";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import { passwordHint } from "../forms/password-hint";
import { firstWrong, type Typed, UNTYPED } from "../forms/typed";
import type { Page } from "../layout/page";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import type { Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";

const LINK = mailKinds.password_reset.link.path;
const PATH = `${LINK}/:token` as const;

/** The page of a reset link: choosing a new password. Viewing it does not use up the link. */
export const resetPassword: Pages = {
  views: {
    [PATH]: {
      for: "anyone",
      async show(visit) {
        const { token = "" } = visit.params;
        return await unlessInvalid(async () => {
          await act(visit, "accounts", "checkResetToken", { token });
          return { page: page(visit, UNTYPED) };
        });
      },
    },
  },
  forms: {
    [`POST ${PATH}`]: {
      for: "anyone",
      page: ({ token }) => `${LINK}/${token}`,
      show: (visit, typed) => ({ page: page(visit, typed) }),
      async submit(visit, { password = "", password_confirmation = "" }) {
        const { token = "" } = visit.params;
        return await unlessInvalid(async () => {
          const chosen = { token, password, password_confirmation };
          await act(visit, "accounts", "resetPassword", chosen);
          return await afterReset(visit);
        });
      },
    },
  },
};

/** All sessions of the account have ended; who is logged in to another one stays so. */
async function afterReset({ deps, credentials, cookies }: Visit): Promise<Redirect> {
  if (await findLive(deps, credentials)) return { to: "/", flash: info("reset.done_elsewhere") };
  if (credentials.cookie) cookies.push(deps.sessionCookie.clear());
  return { to: "/users/log_in", flash: info("reset.done") };
}

async function unlessInvalid<T>(work: () => Promise<T>): Promise<T | Redirect> {
  return await recover<T | Redirect>(work, isAboutTheLink, () => ({
    to: "/",
    flash: error("reset.invalid"),
  }));
}

/** A malformed token is as invalid as an unknown one. */
function isAboutTheLink({ code, errors = [] }: AppError): boolean {
  return code === "token_invalid" || errors.some(({ pointer }) => pointer === "/token");
}

function page(visit: Visit, typed: Typed): Page {
  const { t } = visit;
  const first = firstWrong(["password", "password_confirmation"], typed);
  return {
    title: t("reset.title"),
    width: "narrow",
    main: html`${header({ title: t("reset.title"), subtitle: t("reset.lead") })}
    ${formCard({
      action: visit.exchange.path,
      token: visit.formToken(),
      notice: typed.notice,
      body: html`${field(t, {
        name: "password",
        type: "password",
        label: t("fields.new_password"),
        hint: passwordHint(visit),
        error: typed.errors.password,
        autocomplete: "new-password",
        required: true,
        focused: first === "password",
        live: "password_reset",
      })}
      ${field(t, {
        name: "password_confirmation",
        type: "password",
        label: t("fields.password_confirmation"),
        error: typed.errors.password_confirmation,
        autocomplete: "new-password",
        required: true,
        focused: first === "password_confirmation",
        live: "password_reset",
      })}
      ${button({ label: t("reset.button") })}`,
    })}`,
  };
}
