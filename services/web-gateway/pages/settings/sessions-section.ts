import type { Contracts, ResultOf } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { badge } from "../components/badge";
import { button } from "../components/button";
import { card } from "../components/card";
import { form } from "../components/forms/form";
import { icon } from "../components/icon";
import { modal } from "../components/modal";
import { moment } from "../components/time";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { deviceOf } from "./device";

type ListedSession = ResultOf<Contracts["accounts"]["actions"]["listSessions"]>["data"][number];

/** The path from which the script refreshes the list of sessions. */
export const SESSIONS = "/users/settings/sessions";
const OTHERS = "end-other-sessions";

/** All sessions of the user, each with a button to end it. The list is kept up to date. */
export async function sessionsSection(visit: Visit): Promise<Html> {
  const { t } = visit;
  return card({
    id: "sessions",
    title: t("sessions.title"),
    description: t("sessions.lead"),
    // The modal is outside of the list, so that it stays open while the list is refreshed.
    body: html`${await sessionsList(visit)} ${endOthers(visit)}`,
  });
}

/**
 * The list itself, which is the part that is refreshed. Its outermost element stays: a new one would not
 * hear of a change while it takes the place of the old one.
 */
export async function sessionsList(visit: Visit): Promise<Html> {
  const { data } = await act(visit, "accounts", "listSessions", {});
  const others = data.filter(({ current }) => !current).length;
  return html`<div
    id="session-list"
    hx-get="${SESSIONS}"
    hx-trigger="sessions-changed from:body delay:100ms"
    hx-select="#session-list > *"
    hx-swap="innerHTML"
  >
    <ul class="divide-y divide-line">
      ${data.map((session) => item(visit, session))}
    </ul>
    ${others > 0 && html`<div class="mt-4">${openEndOthers(visit, others)}</div>`}
  </div>`;
}

function item(visit: Visit, { id, user_agent, ip, last_seen_at, current }: ListedSession): Html {
  const { t, language } = visit;
  const device = deviceOf(t, user_agent);
  return html`<li class="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
    <span class="text-soft max-sm:hidden">${icon("device")}</span>
    <div class="min-w-0 grow">
      <p class="font-medium">${device} ${current && badge(t("sessions.here"), "good")}</p>
      <p class="text-sm text-soft">
        ${ip ?? t("sessions.unknown_address")} · ${t("sessions.last_seen")}
        ${moment(language, last_seen_at)}
      </p>
    </div>
    ${
      !current &&
      form({
        action: `${SESSIONS}/${id}`,
        method: "DELETE",
        token: visit.formToken(),
        inline: true,
        body: button({
          label: html`<span>${t("sessions.end")}<span class="sr-only">: ${device}</span></span>`,
          kind: "secondary",
          small: true,
        }),
      })
    }
  </li>`;
}

function openEndOthers({ t }: Visit, count: number): Html {
  const label = t("sessions.end_others", { count });
  return button({ label, kind: "secondary", opens: OTHERS });
}

function endOthers(visit: Visit): Html {
  const { t } = visit;
  return modal({
    id: OTHERS,
    title: t("sessions.end_others_title"),
    body: t("sessions.end_others_lead"),
    cancel: t("common.cancel"),
    confirm: form({
      action: SESSIONS,
      method: "DELETE",
      token: visit.formToken(),
      inline: true,
      body: button({ label: t("sessions.end_others_button"), kind: "danger" }),
    }),
  });
}
