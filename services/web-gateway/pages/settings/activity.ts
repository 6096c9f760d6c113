import type { AuditEntry } from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import { card } from "../components/card";
import { moment } from "../components/time";
import { html, type Html } from "../../../../shared/html";
import { eventName, reasonName } from "../events/names";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { deviceOf } from "./device";

const SHOWN = 10;

/** What happened to the account lately. When the audit trail is away, the settings are not. */
export async function activitySection(visit: Visit): Promise<Html> {
  const { t } = visit;
  return card({
    id: "activity",
    title: t("activity.title"),
    description: t("activity.lead"),
    body: await recent(visit),
  });
}

async function recent(visit: Visit): Promise<Html> {
  const { t } = visit;
  try {
    const { data } = await act(visit, "audit", "activity", { limit: SHOWN });
    if (data.length === 0) return html`<p class="text-soft">${t("activity.none")}</p>`;
    return html`<ul class="divide-y divide-line">
      ${data.map((entry) => item(visit, entry))}
    </ul>`;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.status < 503) throw thrown;
    return html`<p class="text-soft">${t("activity.away")}</p>`;
  }
}

function item({ t, language }: Visit, entry: AuditEntry): Html {
  const reason = reasonName(t, entry.data.reason);
  const from = [deviceOf(t, entry.user_agent), entry.ip].filter(Boolean).join(" · ");
  return html`<li class="py-2.5 text-sm">
    <p>${eventName(t, entry.type)}${reason && html` <span class="text-soft">(${reason})</span>`}</p>
    <p class="text-soft">${from} · ${moment(language, entry.occurred_at)}</p>
  </li>`;
}
