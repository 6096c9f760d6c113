import { AppError } from "../../../../shared/errors";
import { button } from "../components/button";
import { formCard } from "../components/form-card";
import { header } from "../components/header";
import { html } from "../../../../shared/html";
import { act } from "../visits/act";
import { error, info } from "../visits/flash";
import type { Pages } from "../visits/page-routes";

const PATH = "/users/confirm/:token";

/**
 * Where the link of a confirmation mail leads. It asks to press a button: programs that look into mails
 * open links, and must not confirm anything.
 */
export const confirm: Pages = {
  views: {
    [PATH]: {
      for: "anyone",
      show: (visit) => ({
        page: {
          title: visit.t("confirm.title"),
          width: "narrow",
          main: html`${header({ title: visit.t("confirm.title"), subtitle: visit.t("confirm.lead") })}
          ${formCard({
            action: visit.exchange.path,
            token: visit.formToken(),
            body: button({ label: visit.t("confirm.button") }),
          })}`,
        },
      }),
    },
  },
  forms: {
    [`POST ${PATH}`]: {
      for: "anyone",
      page: ({ token }) => `/users/confirm/${token}`,
      async submit(visit) {
        const { token = "" } = visit.params;
        try {
          await act(visit, "accounts", "confirm", { token });
        } catch (thrown) {
          if (!(thrown instanceof AppError) || thrown.status !== 422) throw thrown;
          // Who pressed twice, or came by another way first, need not hear that a link is used up.
          if (visit.live?.user.confirmed_at) return { to: "/" };
          return { to: "/", flash: error("confirm.invalid") };
        }
        return { to: "/", flash: info("confirm.done") };
      },
    },
  },
};
