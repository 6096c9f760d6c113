import { AppError } from "../../../../shared/errors";
import { button } from "../components/button";
import { field } from "../components/field";
import { formCard } from "../components/form-card";
import { header } from "../components/header";
import { html } from "../../../../shared/html";
import type { Page } from "../layout/page";
import { act } from "../visits/act";
import { PASSWORD_MINIMUM } from "../visits/error-texts";
import { error, info } from "../visits/flash";
import type { PageAnswer } from "../visits/page-answer";
import type { Pages } from "../visits/page-routes";
import { firstWrong, UNTYPED, type Typed } from "../visits/typed";
import type { Visit } from "../visits/visit";

const PATH = "/users/reset_password/:token";

/** Where the link of a reset mail leads: choosing a new password. Looking at it uses nothing up. */
export const resetPassword: Pages = {
  views: {
    [PATH]: {
      for: "visitors",
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
      for: "visitors",
      page: ({ token }) => `/users/reset_password/${token}`,
      show: (visit, typed) => ({ page: page(visit, typed) }),
      async submit(visit, { password = "", password_confirmation = "" }) {
        const { token = "" } = visit.params;
        return await unlessInvalid(async () => {
          const chosen = { token, password, password_confirmation };
          await act(visit, "accounts", "resetPassword", chosen);
          return { to: "/users/log_in", flash: info("reset.done") };
        });
      },
    },
  },
};

async function unlessInvalid(work: () => Promise<PageAnswer>): Promise<PageAnswer> {
  try {
    return await work();
  } catch (thrown) {
    if (!isAboutTheLink(thrown)) throw thrown;
    return { to: "/", flash: error("reset.invalid") };
  }
}

/** A text that cannot be a token is as wrong as one that was none. */
function isAboutTheLink(thrown: unknown): boolean {
  if (!(thrown instanceof AppError)) return false;
  return (
    thrown.code === "token_invalid" ||
    (thrown.errors ?? []).some(({ pointer }) => pointer === "/token")
  );
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
        hint: t("fields.password_hint", { count: PASSWORD_MINIMUM }),
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
