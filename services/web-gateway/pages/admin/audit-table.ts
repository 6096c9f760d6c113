import type { AuditEntry } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { type Column, table } from "../components/table";
import { moment } from "../components/time";
import { eventName, reasonName } from "../events/names";
import type { TextKey } from "../texts";
import type { Visit } from "../visits/visit";
import { type People, peopleOf, who } from "./people";

/** Entries of the audit trail; without their subject if all have the same `one`. */
export async function auditTable(
  visit: Visit,
  rows: readonly AuditEntry[],
  { one = false, none = "admin.audit.none" }: { one?: boolean; none?: TextKey } = {},
): Promise<Html> {
  const { t, language } = visit;
  const people = await peopleOf(
    visit,
    rows.flatMap(({ subject, actor }) => [subject, actor]),
  );
  const subject: Column<AuditEntry> = {
    title: t("admin.audit.subject"),
    cell: (entry) => who(visit, entry.subject, people),
    wide: true,
  };
  return table<AuditEntry>({
    caption: t("admin.audit.title"),
    empty: t(none),
    rows,
    columns: [
      {
        title: t("admin.audit.what"),
        cell: (entry) => html`${what(visit, entry)} ${onPhone(visit, entry, { one, people })}`,
      },
      ...(one ? [] : [subject]),
      {
        title: t("admin.audit.actor"),
        cell: ({ actor }) => who(visit, actor, people),
        wide: true,
      },
      { title: t("admin.audit.from"), cell: ({ ip }) => ip ?? "–", wide: true },
      { title: t("admin.audit.when"), cell: ({ occurred_at }) => moment(language, occurred_at) },
    ],
  });
}

function what({ t, language }: Visit, { type, data }: AuditEntry): Html {
  const reason = reasonName(t, data.reason);
  return html`${eventName(language, type)}${reason && html` <span class="text-soft">(${reason})</span>`}`;
}

/** What a phone has no columns for: whom it was about, who did it, and from where. */
function onPhone(
  visit: Visit,
  { subject, actor, ip }: AuditEntry,
  { one, people }: { one: boolean; people: People },
): Html {
  const { t } = visit;
  const line = (name: string, value: Html): Html =>
    html`<span class="mt-0.5 block"><span class="text-soft">${name}:</span> ${value}</span>`;
  return html`<span class="block text-xs md:hidden">
    ${!one && subject !== actor && line(t("admin.audit.subject"), who(visit, subject, people))}
    ${line(t("admin.audit.actor"), who(visit, actor, people))}
    ${ip !== null && line(t("admin.audit.from"), html`${ip}`)}
  </span>`;
}
