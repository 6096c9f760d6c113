import { html } from "../../../../shared/html";
import { button } from "../components/button";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import { link } from "../components/link";
import { firstWrong, type Typed, UNTYPED } from "../forms/typed";
import type { Page } from "../layout/page";
import type { Pages } from "../routing/page-routes";
import { info } from "../state/flash";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

interface MailRequest {
  path: string;
  /** The group of its texts. */
  texts: "reset_request" | "confirmation_request";
  action: "requestPasswordReset" | "requestConfirmation";
}

/**
 * Asks for a mail to an address, also somebody who is logged in: they may have forgotten their password. The
 * answer is the same whether there is an account or not. */
function mailRequest(request: MailRequest): Pages {
  const { path, action, texts } = request;
  return {
    views: {
      [path]: { for: "anyone", show: (visit) => ({ page: page(visit, request, UNTYPED) }) },
    },
    forms: {
      [`POST ${path}`]: {
        for: "anyone",
        page: () => path,
        show: (visit, typed) => ({ page: page(visit, request, typed) }),
        async submit(visit, { email = "" }) {
          await act(visit, "accounts", action, { email });
          return { to: "/", flash: info(`${texts}.done`) };
        },
      },
    },
  };
}

/** Asking for a mail to choose a new password. */
export const requestPasswordReset = mailRequest({
  path: "/users/reset_password",
  texts: "reset_request",
  action: "requestPasswordReset",
});

/** Asking for another mail to confirm an address. */
export const requestConfirmation = mailRequest({
  path: "/users/confirm",
  texts: "confirmation_request",
  action: "requestConfirmation",
});

function page(visit: Visit, { path, texts }: MailRequest, typed: Typed): Page {
  const { t, live } = visit;
  const { email = live?.user.email } = typed.values;
  return {
    title: t(`${texts}.title`),
    width: "narrow",
    main: html`${header({ title: t(`${texts}.title`), subtitle: t(`${texts}.lead`) })}
    ${formCard({
      action: path,
      token: visit.formToken(),
      notice: typed.notice,
      body: html`${field(t, {
        name: "email",
        type: "email",
        label: t("fields.email"),
        value: email,
        error: typed.errors.email,
        autocomplete: "username",
        required: true,
        focused: firstWrong(["email"], typed) === "email",
      })}
      ${button({ label: t(`${texts}.button`) })}`,
      below: live
        ? link("/users/settings", t("settings.back"))
        : link("/users/log_in", t("log_in.back")),
    })}`,
  };
}
