import type { AuditEntry } from "../../../../shared/contracts";
import { isOutage } from "../../../../shared/errors";
import { type Html, html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { card } from "../components/card";
import { moment } from "../components/time";
import { eventName, reasonName } from "../events/names";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { deviceOf } from "./device";

const SHOWN = 10;

/** The recent activity of the account. Without the audit service the rest of the settings still works. */
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
  const entries = async () => (await act(visit, "audit", "activity", { limit: SHOWN })).data;
  const data = await recover<AuditEntry[] | undefined>(entries, isOutage, () => undefined);
  if (!data) return html`<p class="text-soft">${t("activity.away")}</p>`;
  if (data.length === 0) return html`<p class="text-soft">${t("activity.none")}</p>`;
  return html`<ul class="divide-y divide-line">
    ${data.map((entry) => item(visit, entry))}
  </ul>`;
}

function item({ t, language }: Visit, entry: AuditEntry): Html {
  const reason = reasonName(t, entry.data.reason);
  const from = [deviceOf(t, entry.user_agent), entry.ip].filter(Boolean).join(" · ");
  return html`<li class="py-2.5 text-sm">
    <p>
      ${eventName(language, entry.type)}${reason && html` <span class="text-soft">(${reason})</span>`}
    </p>
    <p class="text-soft">${from} · ${moment(language, entry.occurred_at)}</p>
  </li>`;
}
