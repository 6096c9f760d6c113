import type { Contracts, ResultOf } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { alert } from "../components/alert";
import { button } from "../components/button";
import { card } from "../components/card";
import { field } from "../components/forms/field";
import { form } from "../components/forms/form";
import { header } from "../components/header";
import { backLink } from "../components/link";
import { moment } from "../components/time";
import { type Typed, UNTYPED } from "../forms/typed";
import { SETTINGS } from "../settings/form-section";
import { act } from "../visits/act";
import type { PageAnswer } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { ENROLMENT, RECOVERY_CODES, SECURITY } from "./paths";
import { isProofDue, proofSection, type ProofWay } from "./proof";

type Listed = ResultOf<Contracts["accounts"]["actions"]["listFactors"]>;
type Factor = Listed["data"][number];

/** Of recovery codes: so few that it is time for new ones, before they run out unnoticed. */
const FEW = 3;

/** What was typed into the forms of the page. */
export interface TypedSecurity {
  proof?: Typed;
  enrolment?: Typed;
}

/** One's second factors. Who has not proved who they are of late is asked to, before anything can be changed. */
export async function securityPage(visit: Visit, typed: TypedSecurity): Promise<PageAnswer> {
  const { t } = visit;
  const { data, recovery_codes } = await act(visit, "accounts", "listFactors", {});
  const factors = data.filter(({ confirmed_at }) => confirmed_at !== null);
  const hasFactor = factors.length > 0;
  const isDue = typed.proof !== undefined || isProofDue(visit, hasFactor);
  const way = wayOf(typed.proof?.values.way ?? visit.query("way"), hasFactor);
  return {
    page: {
      title: t("security.title"),
      main: html`${header({
          title: t("security.title"),
          subtitle: t("security.lead"),
          back: backLink(SETTINGS, t("settings.back")),
        })}
        <div class="grid grid-cols-1 gap-6">
          ${isDue && proofSection(visit, way, typed.proof ?? UNTYPED)}
          ${appsSection(visit, factors, { isDue, typed: typed.enrolment ?? UNTYPED })}
          ${hasFactor && codesSection(visit, recovery_codes.left, isDue)}
        </div>`,
    },
  };
}

function wayOf(text: string | undefined, hasFactor: boolean): ProofWay {
  if (!hasFactor) return "password";
  return text === "recovery_code" ? "recovery_code" : "totp";
}

function appsSection(
  visit: Visit,
  factors: readonly Factor[],
  { isDue, typed }: { isDue: boolean; typed: Typed },
): Html {
  const { t } = visit;
  const add = form({
    action: ENROLMENT,
    token: visit.formToken(),
    body: html`${field(t, {
      name: "label",
      label: t("security.apps.label"),
      hint: t("security.apps.label_hint"),
      value: typed.values.label?.slice(0, 100),
      error: typed.errors.label,
      autocomplete: "off",
    })}
    ${button({ label: t("security.apps.add") })}`,
  });
  return card({
    id: "apps",
    title: t("security.apps.title"),
    description: t(factors.length === 0 ? "security.apps.none" : "security.apps.lead"),
    body: html`${
      factors.length > 0 &&
      html`<ul class="mb-4 divide-y divide-line">
        ${factors.map((factor) => item(visit, factor, isDue))}
      </ul>`
    }
    ${!isDue && add}`,
  });
}

function item(visit: Visit, factor: Factor, isDue: boolean): Html {
  const { t, language } = visit;
  const name = factor.label ?? t("security.apps.unnamed");
  const used = factor.last_used_at ?? factor.created_at;
  return html`<li class="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
    <div class="min-w-0 grow">
      <p class="font-medium wrap-anywhere">${name}</p>
      <p class="text-sm text-soft">${t("security.apps.last_used")} ${moment(language, used)}</p>
    </div>
    ${
      !isDue &&
      form({
        action: `${SECURITY}/factors/${factor.id}`,
        method: "DELETE",
        token: visit.formToken(),
        inline: true,
        body: button({
          label: html`<span
            >${t("security.apps.remove")}<span class="sr-only">: ${name}</span></span
          >`,
          kind: "danger",
          small: true,
        }),
      })
    }
  </li>`;
}

function codesSection(visit: Visit, left: number, isDue: boolean): Html {
  const { t } = visit;
  return card({
    id: "codes",
    title: t("security.codes.title"),
    description: t("security.codes.left", { count: left }),
    body: html`${
      left <= FEW && html`<div class="mb-4">${alert("warning", t("security.codes.few"))}</div>`
    }
    ${
      !isDue &&
      form({
        action: RECOVERY_CODES,
        token: visit.formToken(),
        body: button({ label: t("security.codes.renew"), kind: "secondary" }),
      })
    }`,
  });
}
