import { mailKinds } from "../../../../shared/contracts";
import { html } from "../../../../shared/html";
import { button } from "../components/button";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import type { Redirect } from "../visits/page-answer";
import { recover } from "../visits/recover";

const LINK = mailKinds.confirmation.link.path;
const PATH = `${LINK}/:token` as const;

/**
 * The page of a confirmation link. It asks to press a button, because mail scanners open links and must
 * not confirm anything.
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
      page: ({ token }) => `${LINK}/${token}`,
      async submit(visit) {
        const { token = "" } = visit.params;
        const confirmed = async () => {
          await act(visit, "accounts", "confirm", { token });
          return { to: "/", flash: info("confirm.done") };
        };
        return await recover<Redirect>(
          confirmed,
          ({ status }) => status === 422,
          // Whoever pressed twice, or confirmed in another way, need not hear that the link is used up.
          () => ({
            to: "/",
            ...(visit.live?.user.confirmed_at ? {} : { flash: error("confirm.invalid") }),
          }),
        );
      },
    },
  },
};
