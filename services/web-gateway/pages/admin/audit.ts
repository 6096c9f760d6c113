import { contracts } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { recover } from "../../api/recover";
import { alert } from "../components/alert";
import { buttonLink } from "../components/button";
import { numberedPagination } from "../components/numbered-pagination";
import { pagination } from "../components/pagination";
import type { Pages } from "../routing/page-routes";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { auditTable } from "./audit-table";
import { byAddress } from "./by-address";
import { filledIn, type Filter, filteredList } from "./filtered-list";
import { timeFilter, typeFilter, userFilter } from "./list-filters";
import { toTime } from "./local-time";

const PATH = "/admin/audit";
const NEWEST_FIRST = "-occurred_at";
const FILTERS = ["actor", "subject", "type", "since", "until"];
/** Those of them that name a user. */
const USERS = ["subject", "actor"];

/** The audit trail, and whether it is whole. */
export const audit: Pages = {
  views: {
    [PATH]: {
      for: "admins",
      async show(visit) {
        const { t } = visit;
        const state = visit.query("verify") === undefined ? undefined : await chainState(visit);
        const { status, body } = await filteredList(visit, {
          path: PATH,
          fields: filtersOf(visit),
          list: () => (isFurther(visit) ? further(visit) : numbered(visit)),
        });
        return adminPage(visit, "audit", {
          title: t("admin.audit.title"),
          subtitle: t("admin.audit.lead"),
          actions: buttonLink({
            label: t("admin.audit.verify"),
            href: `${PATH}?verify=now`,
            kind: "secondary",
          }),
          status,
          body: html`${state && html`<div class="mb-6">${state}</div>`} ${body}`,
        });
      },
    },
  },
};

/** Cursors exist for one order only; in another order the list begins anew. */
function isFurther({ query }: Visit): boolean {
  const { cursor, sort = NEWEST_FIRST } = filledIn(query, [...FILTERS, "sort", "page", "cursor"]);
  return cursor !== undefined && sort === NEWEST_FIRST;
}

async function numbered(visit: Visit): Promise<Html> {
  const query = filledIn(visit.query, [...FILTERS, "sort", "page"]);
  const list = await byAddress(visit, {
    query: withTimes(query),
    names: USERS,
    params: contracts.audit.actions.page.params,
    list: (asked) => act(visit, "audit", "page", asked as never),
  });
  const { page, total_pages: pages, more, next_cursor: next } = list;
  const beyond = pages > 0 && page > pages;
  const none = beyond ? "common.no_such_page" : "admin.audit.none";
  return html`${await auditTable(visit, list.rows, { none })}
  ${numberedPagination(visit.t, { path: PATH, query, page, pages, more, next })}`;
}

/** The pages beyond the numbered ones. */
async function further(visit: Visit): Promise<Html> {
  const query = filledIn(visit.query, [...FILTERS, "cursor"]);
  const { data, next_cursor } = await byAddress(visit, {
    query: withTimes(query),
    names: USERS,
    params: contracts.audit.actions.list.params,
    list: (asked) => act(visit, "audit", "list", asked),
  });
  return html`${await auditTable(visit, data)}
  ${pagination(visit.t, { path: PATH, query, next: next_cursor })}`;
}

function withTimes(query: Readonly<Record<string, string>>): Record<string, string> {
  const { since, until } = query;
  return {
    ...query,
    ...(since === undefined ? {} : { since: toTime(since) }),
    ...(until === undefined ? {} : { until: toTime(until) }),
  };
}

/** Verifying reads the whole trail, so it is done on request only. */
async function chainState(visit: Visit): Promise<Html> {
  const { t } = visit;
  const verified = async () => {
    const { entries, problems } = await act(visit, "audit", "verify", {});
    const [first] = problems;
    if (!first) return alert("info", t("admin.audit.whole", { count: entries }));
    const where = { chain: first.chain, number: first.seq, id: first.id ?? "–" };
    return alert(
      "error",
      html`<strong>${t("admin.audit.broken")}</strong> ${t("admin.audit.broken_at", where)}
        (${first.problem})`,
    );
  };
  return await recover(
    verified,
    ({ code }) => code === "timeout",
    () => alert("warning", t("admin.audit.too_long")),
  );
}

function filtersOf(visit: Visit): Filter[] {
  const { t } = visit;
  return [
    userFilter(visit, "subject", "admin.audit.subject"),
    userFilter(visit, "actor", "admin.audit.actor"),
    typeFilter(visit),
    timeFilter(visit, "since", "admin.audit.since"),
    timeFilter(visit, "until", "admin.audit.until"),
    {
      name: "sort",
      label: t("admin.audit.sort"),
      choices: [
        [NEWEST_FIRST, t("admin.audit.newest")],
        ["occurred_at", t("admin.audit.oldest")],
      ],
    },
  ];
}
