import { type Callable, callable, type ResultOf } from "../../../../shared/contracts";
import { whomOf } from "../../../../shared/events";
import { type Html, html } from "../../../../shared/html";
import { card } from "../components/card";
import { pagination } from "../components/pagination";
import { table } from "../components/table";
import { moment } from "../components/time";
import { eventName } from "../events/names";
import type { Pages } from "../routing/page-routes";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { byAddress } from "./by-address";
import { deadLetterForms, deadLetterLists } from "./dead-letters";
import { filledIn, type Filter, filteredList } from "./filtered-list";
import { typeFilter, userFilter } from "./list-filters";
import { mailForms, mailList } from "./mails";
import { peopleOf, who } from "./people";

type Envelope = ResultOf<Callable["events"]["actions"]["listEvents"]>["data"][number];

const PATH = "/admin/events";

/** The event log, what subscribers have given up of it, and the mails that were given up. */
export const events: Pages = {
  views: {
    [PATH]: {
      for: "admins",
      async show(visit) {
        const { t } = visit;
        const [log, deadLetters, mails] = await Promise.all([
          filteredList(visit, { path: PATH, fields: filtersOf(visit), list: () => found(visit) }),
          deadLetterLists(visit),
          mailList(visit),
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
            ${card({
              title: t("admin.mails.title"),
              description: t("admin.mails.lead"),
              body: mails,
            })}
            ${card({ title: t("admin.events.log"), body: log.body })}
          </div>`,
        });
      },
    },
  },
  forms: { ...deadLetterForms(PATH), ...mailForms(PATH) },
};

async function found(visit: Visit): Promise<Html> {
  const { t, language } = visit;
  const query = filledIn(visit.query, ["type", "subject", "cursor"]);
  const { data, next_cursor } = await byAddress(visit, {
    query,
    names: ["subject"],
    params: callable.events.actions.listEvents.params,
    list: (asked) => act(visit, "events", "listEvents", asked),
  });
  const people = await peopleOf(
    visit,
    data.flatMap((event) => [whomOf(event), event.actor]),
  );
  return html`${table<Envelope>({
    caption: t("admin.events.log"),
    empty: t("admin.events.none"),
    rows: data,
    columns: [
      {
        title: t("admin.audit.what"),
        cell: ({ type }) =>
          html`${eventName(language, type)}<br class="max-md:hidden" /><code
              class="text-xs whitespace-nowrap text-soft max-md:hidden"
              >${type}</code
            >`,
      },
      { title: t("admin.audit.subject"), cell: (event) => who(visit, whomOf(event), people) },
      { title: t("admin.audit.actor"), cell: ({ actor }) => who(visit, actor, people), wide: true },
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

function filtersOf(visit: Visit): Filter[] {
  return [typeFilter(visit), userFilter(visit, "subject", "admin.audit.subject")];
}
