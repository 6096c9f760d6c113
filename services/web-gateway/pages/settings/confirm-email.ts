import { mailKinds } from "../../../../shared/contracts";
import { isOutage } from "../../../../shared/errors";
import { html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { keepSession } from "../account/open-session";
import { button } from "../components/button";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import { guard } from "../visits/guard";
import type { Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { SETTINGS } from "./form-section";

const LINK = mailKinds.email_change.link.path;
const PATH = `${LINK}/:token` as const;

/** The page of the link to a new address: the owner of the account confirms the change. */
export const confirmEmail: Pages = {
  views: {
    [PATH]: {
      for: "anyone",
      async show(visit) {
        const { t } = visit;
        const { token = "" } = visit.params;
        return await unlessInvalid(visit, async () => {
          const toLogIn = guard(visit, "users");
          if (toLogIn) return await ifItWorks(visit, token, toLogIn);
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
      page: ({ token }) => `${LINK}/${token}`,
      async submit(visit) {
        const { token = "" } = visit.params;
        return await unlessInvalid(visit, async () => {
          const renewed = await act(visit, "accounts", "changeEmail", { token });
          keepSession(visit, renewed.token, visit.live?.remembered ?? false);
          return { to: SETTINGS, flash: info("confirm_email.done") };
        });
      },
    },
  },
};

/**
 * Where to log in, for a link that works. The version before tells only its owner whether it does, and so
 * only after the log-in.
 */
async function ifItWorks(visit: Visit, token: string, toLogIn: Redirect): Promise<Redirect> {
  return await recover(
    async () => {
      await act(visit, "accounts", "checkEmailChangeToken", { token });
      return toLogIn;
    },
    (error) => error.code === "unauthenticated" || isOutage(error),
    () => toLogIn,
  );
}

/** An invalid link, or an address that somebody else has by now, changes nothing. */
async function unlessInvalid<T>({ live }: Visit, work: () => Promise<T>): Promise<T | Redirect> {
  return await recover<T | Redirect>(
    work,
    ({ status }) => status === 422,
    () => ({ to: live ? SETTINGS : "/", flash: error("confirm_email.invalid") }),
  );
}
