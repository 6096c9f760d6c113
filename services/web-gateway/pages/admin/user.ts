import type { User } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { address } from "../components/address";
import { card } from "../components/card";
import { backLink, link } from "../components/link";
import { list } from "../components/list";
import { moment } from "../components/time";
import type { Pages } from "../routing/page-routes";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { auditTable } from "./audit-table";
import { userForms } from "./user-actions";
import { changeSection, headerForms } from "./user-controls";
import { userFactors } from "./user-factors";
import { userSessions } from "./user-sessions";
import { userState } from "./users";

const SHOWN = 20;

/** One user: properties, what can be done, sessions, and what is recorded. */
export const user: Pages = {
  views: {
    "/admin/users/:id": {
      for: "admins",
      async show(visit) {
        const { t } = visit;
        const { id = "" } = visit.params;
        const { user: found } = await act(visit, "accounts", "getUser", { id });
        const [sessions, factors, activity] = await Promise.all([
          userSessions(visit, id),
          userFactors(visit, id),
          recorded(visit, id),
        ]);
        return adminPage(visit, "users", {
          title: found.email,
          heading: address(found.email),
          back: backLink("/admin/users", t("admin.users.title")),
          actions: headerForms(visit, found),
          body: html`<div class="grid grid-cols-1 gap-6">
            ${card({ body: facts(visit, found) })}
            ${card({ title: t("admin.user.change"), body: changeSection(visit, found) })}
            ${card({ title: t("admin.user.sessions"), body: sessions })}
            ${card({ title: t("admin.user.factors"), body: factors })}
            ${card({ title: t("activity.title"), body: activity })}
          </div>`,
        });
      },
    },
  },
  forms: userForms,
};

async function recorded(visit: Visit, id: string): Promise<Html> {
  const { data, next_cursor } = await act(visit, "audit", "list", { subject: id, limit: SHOWN });
  const entries = await auditTable(visit, data, { one: true });
  const all = html`<p class="mt-4">
    ${link(`/admin/audit?subject=${id}`, visit.t("admin.user.all_entries"))}
  </p>`;
  return html`${entries} ${next_cursor && all}`;
}

function facts(visit: Visit, found: User): Html {
  const { t, language } = visit;
  const at = (time: string | null): Html | undefined =>
    time === null ? undefined : moment(language, time);
  return list([
    [t("admin.user.id"), html`<code>${found.id}</code>`],
    [t("admin.user.state"), userState(visit, found)],
    [t("admin.user.role"), t(`roles.${found.role}`)],
    [t("admin.user.created_at"), at(found.created_at)],
    [t("admin.user.confirmed_at"), at(found.confirmed_at)],
    [t("admin.user.disabled_at"), at(found.disabled_at)],
  ]);
}
