import { html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { button } from "../components/button";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { header } from "../components/header";
import { link } from "../components/link";
import { type Typed, UNTYPED } from "../forms/typed";
import type { Page } from "../layout/page";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { returnPath } from "../state/return-path";
import { act } from "../visits/act";
import type { WaitingLogIn } from "../visits/deps";
import type { Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { keepSession } from "./open-session";

/** The page of the second step of a log-in. */
export const SECOND_STEP = "/users/log_in/factor";
const WAYS = ["totp", "recovery_code"] as const;
type Way = (typeof WAYS)[number];
const OVER: Redirect = { to: "/users/log_in", flash: error("second_step.over") };

/** The second step of a log-in: a code of the app, or a recovery code. */
export const secondStep: Pages = {
  views: {
    [SECOND_STEP]: {
      for: "visitors",
      show(visit) {
        if (!waiting(visit)) return OVER;
        const way = wayOf(visit.query("way"));
        return { page: page(visit, { ...UNTYPED, values: { way } }) };
      },
    },
  },
  forms: {
    [`POST ${SECOND_STEP}`]: {
      for: "visitors",
      page: () => SECOND_STEP,
      show: (visit, typed) => ({ page: page(visit, typed) }),
      async submit(visit, { way, code = "" }) {
        const logIn = waiting(visit);
        if (!logIn) return OVER;
        const finish = async (): Promise<Redirect> => {
          const proof = wayOf(way) === "totp" ? { totp: code } : { recovery_code: code };
          const { token, remembered } = await act(visit, "accounts", "finishLogIn", {
            login_id: logIn.id,
            ...proof,
          });
          keepSession(visit, token, remembered);
          visit.cookies.push(visit.deps.logIn.clear());
          return { to: returnPath(logIn.return_to) ?? "/", flash: info("log_in.done") };
        };
        return await recover(
          finish,
          ({ code: reason }) => reason === "log_in_expired",
          () => OVER,
        );
      },
    },
  },
};

/** Remembers in this browser, to whom the form was shown, which log-in waits. */
export function keepLogIn({ deps, exchange, cookies }: Visit, logIn: WaitingLogIn): void {
  const [visitor] = deps.visitor.read(exchange.request.headers.cookie);
  if (visitor !== undefined) cookies.push(deps.logIn.issue(visitor, logIn));
}

/** The log-in that waits in this browser. */
function waiting({ deps, exchange }: Visit) {
  const { cookie } = exchange.request.headers;
  return deps.logIn.read(cookie, deps.visitor.read(cookie));
}

function wayOf(text: string | undefined): Way {
  return WAYS.find((way) => way === text) ?? "totp";
}

function page(visit: Visit, typed: Typed): Page {
  const { t } = visit;
  const way = wayOf(typed.values.way);
  const other = way === "totp" ? "recovery_code" : "totp";
  return {
    title: t("second_step.title"),
    width: "narrow",
    main: html`${header({ title: t("second_step.title"), subtitle: t(`second_step.${way}.lead`) })}
    ${formCard({
      action: SECOND_STEP,
      token: visit.formToken(),
      notice: typed.notice,
      body: html`<input type="hidden" name="way" value="${way}" /> ${field(t, {
          name: "code",
          label: t(`second_step.${way}.label`),
          value: typed.values.code?.slice(0, 100),
          error: typed.errors[way],
          autocomplete: way === "totp" ? "one-time-code" : "off",
          required: true,
          focused: true,
        })}
        ${button({ label: t("second_step.button") })}`,
      below: html`${link(`${SECOND_STEP}?way=${other}`, t(`second_step.${way}.other`))} ·
      ${link("/users/log_in", t("log_in.back"))}`,
    })}`,
  };
}
