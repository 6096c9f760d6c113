import type { Contracts, ResultOf } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { button } from "../components/button";
import { form } from "../components/forms/form";
import { moment } from "../components/time";
import { deviceOf } from "../settings/device";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

type Session = ResultOf<Contracts["accounts"]["actions"]["listSessionsOf"]>["data"][number];

/** The live sessions of a user, each with a button to end it, and one for all of them. */
export async function userSessions(visit: Visit, id: string): Promise<Html> {
  const { t } = visit;
  const { data } = await act(visit, "accounts", "listSessionsOf", { user_id: id });
  if (data.length === 0) return html`<p class="text-soft">${t("admin.user.no_sessions")}</p>`;
  const path = `/admin/users/${id}/sessions`;
  return html`<ul class="divide-y divide-line">
      ${data.map((session) => item(visit, path, session))}
    </ul>
    ${data.length > 1 && html`<div class="mt-4">${end(visit, path, html`${t("admin.user.end_sessions")}`)}</div>`}`;
}

function item(visit: Visit, path: string, { id, user_agent, ip, last_seen_at }: Session): Html {
  const { t, language } = visit;
  const device = deviceOf(t, user_agent);
  const label = html`<span
    >${t("admin.user.end_session")}<span class="sr-only">: ${device}</span></span
  >`;
  return html`<li class="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
    <div class="min-w-0 grow">
      <p class="font-medium">${device}</p>
      <p class="text-sm text-soft">
        ${ip ?? t("sessions.unknown_address")} · ${t("sessions.last_seen")}
        ${moment(language, last_seen_at)}
      </p>
    </div>
    ${end(visit, `${path}/${id}`, label)}
  </li>`;
}

function end(visit: Visit, action: string, label: Html): Html {
  return form({
    action,
    method: "DELETE",
    token: visit.formToken(),
    inline: true,
    body: button({ label, kind: "secondary", small: true }),
  });
}
