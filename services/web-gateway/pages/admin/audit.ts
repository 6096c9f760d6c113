import { AppError } from "../../../../shared/errors";
import { alert } from "../components/alert";
import { buttonLink } from "../components/button";
import { numberedPagination } from "../components/numbered-pagination";
import { pagination } from "../components/pagination";
import { html, type Html } from "../../../../shared/html";
import { act } from "../visits/act";
import type { Pages } from "../visits/page-routes";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { auditTable } from "./audit-table";
import { filledIn, filteredList, type Filter } from "./filtered-list";
import { toTime } from "./local-time";

const PATH = "/admin/audit";
const NEWEST_FIRST = "-occurred_at";
const FILTERS = ["actor", "subject", "type", "since", "until"];

/** The audit trail, and whether it is whole. */
export const audit: Pages = {
  views: {
    [PATH]: {
      for: "admins",
      async show(visit) {
        const { t, query } = visit;
        const state = query.verify === undefined ? undefined : await chainState(visit);
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

/** By cursor the list goes on in one order only; in another it begins anew. */
function isFurther({ query }: Visit): boolean {
  const { cursor, sort = NEWEST_FIRST } = filledIn(query, ["cursor", "sort"]);
  return cursor !== undefined && sort === NEWEST_FIRST;
}

async function numbered(visit: Visit): Promise<Html> {
  const query = filledIn(visit.query, [...FILTERS, "sort", "page"]);
  const list = await act(visit, "audit", "page", asked(query) as never);
  const { page, total_pages: pages, more, next_cursor: next } = list;
  const beyond = pages > 0 && page > pages;
  const none = beyond ? "common.no_such_page" : "admin.audit.none";
  return html`${auditTable(visit, list.rows, { none })}
  ${numberedPagination(visit.t, { path: PATH, query, page, pages, more, next })}`;
}

/** What lies behind the pages that have numbers. */
async function further(visit: Visit): Promise<Html> {
  const query = filledIn(visit.query, [...FILTERS, "cursor"]);
  const { data, next_cursor } = await act(visit, "audit", "list", asked(query));
  return html`${auditTable(visit, data)}
  ${pagination(visit.t, { path: PATH, query, next: next_cursor })}`;
}

function asked(query: Record<string, string>): Record<string, string> {
  const { since, until } = query;
  return {
    ...query,
    ...(since === undefined ? {} : { since: toTime(since) }),
    ...(until === undefined ? {} : { until: toTime(until) }),
  };
}

/** All of the trail is read for this, so it is done when it is asked for. */
async function chainState(visit: Visit): Promise<Html> {
  const { t } = visit;
  try {
    const { entries, problems } = await act(visit, "audit", "verify", {});
    const [first] = problems;
    if (!first) return alert("info", t("admin.audit.whole", { count: entries }));
    const where = { chain: first.chain, number: first.seq, id: first.id ?? "–" };
    return alert(
      "error",
      html`<strong>${t("admin.audit.broken")}</strong> ${t("admin.audit.broken_at", where)}
        (${first.problem})`,
    );
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "timeout") throw thrown;
    return alert("warning", t("admin.audit.too_long"));
  }
}

function filtersOf({ t }: Visit): Filter[] {
  return [
    { name: "subject", label: t("admin.audit.subject") },
    { name: "actor", label: t("admin.audit.actor") },
    { name: "type", label: t("admin.audit.type") },
    { name: "since", label: t("admin.audit.since"), type: "datetime-local" },
    { name: "until", label: t("admin.audit.until"), type: "datetime-local" },
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
