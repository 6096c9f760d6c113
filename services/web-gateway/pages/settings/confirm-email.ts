import { AppError } from "../../../../shared/errors";
import { keepSession } from "../account/open-session";
import { button } from "../components/button";
import { formCard } from "../components/form-card";
import { header } from "../components/header";
import { html } from "../../../../shared/html";
import { act } from "../visits/act";
import { error, info } from "../visits/flash";
import type { PageAnswer } from "../visits/page-answer";
import type { Pages } from "../visits/page-routes";
import { SETTINGS } from "./form-section";

const PATH = "/users/settings/confirm_email/:token";

/** Where the link to a new address leads: its owner, logged in, presses to move there. */
export const confirmEmail: Pages = {
  views: {
    [PATH]: {
      for: "users",
      async show(visit) {
        const { t } = visit;
        const { token = "" } = visit.params;
        return await unlessInvalid(async () => {
          const { email } = await act(visit, "accounts", "checkEmailChangeToken", { token });
          return {
            page: {
              title: t("confirm_email.title"),
              width: "narrow",
              main: html`${header({
                title: t("confirm_email.title"),
                subtitle: t("confirm_email.lead", { email }),
              })}
              ${formCard({
                action: visit.exchange.path,
                token: visit.formToken(),
                body: button({ label: t("confirm_email.button") }),
              })}`,
            },
          };
        });
      },
    },
  },
  forms: {
    [`POST ${PATH}`]: {
      for: "users",
      page: ({ token }) => `/users/settings/confirm_email/${token}`,
      async submit(visit) {
        const { token = "" } = visit.params;
        return await unlessInvalid(async () => {
          const renewed = await act(visit, "accounts", "changeEmail", { token });
          keepSession(visit, renewed.token, visit.live?.remembered ?? false);
          return { to: SETTINGS, flash: info("confirm_email.done") };
        });
      },
    },
  },
};

/** A link that does not work, or leads to an address that somebody else has by now, changes nothing. */
async function unlessInvalid(work: () => Promise<PageAnswer>): Promise<PageAnswer> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.status !== 422) throw thrown;
    return { to: SETTINGS, flash: error("confirm_email.invalid") };
  }
}
