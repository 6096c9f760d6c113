import type { AuditEntry } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { link } from "../components/link";
import { table } from "../components/table";
import { moment } from "../components/time";
import { eventName, reasonName } from "../events/names";
import type { TextKey } from "../texts";
import type { Visit } from "../visits/visit";

/** Entries of the audit trail; without their subject if all have the same `one`. */
export function auditTable(
  visit: Visit,
  rows: readonly AuditEntry[],
  { one = false, none = "admin.audit.none" }: { one?: boolean; none?: TextKey } = {},
): Html {
  const { t, language } = visit;
  return table<AuditEntry>({
    caption: t("admin.audit.title"),
    empty: t(none),
    rows,
    columns: [
      {
        title: t("admin.audit.what"),
        cell({ type, data }) {
          const reason = reasonName(t, data.reason);
          return html`${eventName(language, type)}${reason && html` <span class="text-soft">(${reason})</span>`}`;
        },
      },
      ...(one
        ? []
        : [
            {
              title: t("admin.audit.subject"),
              cell: ({ subject }: AuditEntry) => who(visit, subject),
            },
          ]),
      { title: t("admin.audit.actor"), cell: ({ actor }) => who(visit, actor), wide: true },
      { title: t("admin.audit.from"), cell: ({ ip }) => ip ?? "–", wide: true },
      { title: t("admin.audit.when"), cell: ({ occurred_at }) => moment(language, occurred_at) },
    ],
  });
}

/** A user's id in short, with a link to their page; other actors have a name. */
export function who({ t }: Visit, id: string | null | undefined): Html {
  if (!id) return html`–`;
  if (id.startsWith("user_"))
    return link(
      `/admin/users/${id}`,
      html`<code class="whitespace-nowrap">…${id.slice(-6)}</code>`,
    );
  const key = `actors.${id}`;
  return html`${t.has(key) ? t(key) : id}`;
}
