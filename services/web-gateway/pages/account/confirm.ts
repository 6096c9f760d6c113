import { mailKinds } from "../../../../shared/contracts";
import { isOutage } from "../../../../shared/errors";
import { html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { button } from "../components/button";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import type { Page } from "../layout/page";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import type { Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";

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
      async show(visit) {
        const { token = "" } = visit.params;
        return await unlessInvalid(visit, async () => {
          // The version before cannot be asked yet; the press will tell.
          await recover<object>(
            () => act(visit, "accounts", "checkConfirmationToken", { token }),
            isOutage,
            () => ({}),
          );
          return { page: page(visit) };
        });
      },
    },
  },
  forms: {
    [`POST ${PATH}`]: {
      for: "anyone",
      page: ({ token }) => `${LINK}/${token}`,
      async submit(visit) {
        const { token = "" } = visit.params;
        return await unlessInvalid(visit, async () => {
          await act(visit, "accounts", "confirm", { token });
          return { to: "/", flash: info("confirm.done") };
        });
      },
    },
  },
};

async function unlessInvalid<T>({ live }: Visit, work: () => Promise<T>): Promise<T | Redirect> {
  return await recover<T | Redirect>(
    work,
    ({ status }) => status === 422,
    // Who is confirmed needs no link that works.
    () => ({
      to: "/",
      flash: live?.user.confirmed_at ? info("confirm.already") : error("confirm.invalid"),
    }),
  );
}

function page(visit: Visit): Page {
  const { t } = visit;
  return {
    title: t("confirm.title"),
    width: "narrow",
    main: html`${header({ title: t("confirm.title"), subtitle: t("confirm.lead") })}
    ${formCard({
      action: visit.exchange.path,
      token: visit.formToken(),
      body: button({ label: t("confirm.button") }),
    })}`,
  };
}
