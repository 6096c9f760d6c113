import type { Contracts, ResultOf } from "../../../../shared/contracts";
import { card } from "../components/card";
import { pagination } from "../components/pagination";
import { table } from "../components/table";
import { moment } from "../components/time";
import { eventName } from "../events/names";
import { html, type Html } from "../../../../shared/html";
import { act } from "../visits/act";
import type { Pages } from "../visits/page-routes";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { who } from "./audit-table";
import { deadLetterForms, deadLetterLists } from "./dead-letters";
import { filledIn, filteredList, type Filter } from "./filtered-list";

type Envelope = ResultOf<Contracts["accounts"]["actions"]["listEvents"]>["data"][number];

const PATH = "/admin/events";

/** The event log, and what subscribers have given up of it. */
export const events: Pages = {
  views: {
    [PATH]: {
      for: "admins",
      async show(visit) {
        const { t } = visit;
        const [log, deadLetters] = await Promise.all([
          filteredList(visit, { path: PATH, fields: filtersOf(visit), list: () => found(visit) }),
          deadLetterLists(visit),
        ]);
        return adminPage(visit, "events", {
          title: t("admin.events.title"),
          subtitle: t("admin.events.lead"),
          status: log.status,
          body: html`<div class="grid grid-cols-1 gap-6">
            ${card({
              title: t("admin.dead_letters.title"),
              description: t("admin.dead_letters.lead"),
              body: deadLetters,
            })}
            ${card({ title: t("admin.events.log"), body: log.body })}
          </div>`,
        });
      },
    },
  },
  forms: deadLetterForms(PATH),
};

async function found(visit: Visit): Promise<Html> {
  const { t, language } = visit;
  const query = filledIn(visit.query, ["type", "subject", "cursor"]);
  const { data, next_cursor } = await act(visit, "accounts", "listEvents", query);
  return html`${table<Envelope>({
    caption: t("admin.events.log"),
    empty: t("admin.events.none"),
    rows: data,
    columns: [
      {
        title: t("admin.audit.what"),
        cell: ({ type }) =>
          html`${eventName(t, type)}<br class="max-md:hidden" /><code
              class="text-xs whitespace-nowrap text-soft max-md:hidden"
              >${type}</code
            >`,
      },
      { title: t("admin.audit.subject"), cell: ({ subject }) => who(visit, subject) },
      { title: t("admin.audit.actor"), cell: ({ actor }) => who(visit, actor), wide: true },
      {
        title: t("admin.events.id"),
        cell: ({ id }) => html`<code class="text-xs">${id}</code>`,
        wide: true,
      },
      { title: t("admin.audit.when"), cell: ({ time }) => moment(language, time) },
    ],
  })}
  ${pagination(t, { path: PATH, query, next: next_cursor })}`;
}

function filtersOf({ t }: Visit): Filter[] {
  return [
    { name: "type", label: t("admin.audit.type") },
    { name: "subject", label: t("admin.audit.subject") },
  ];
}
