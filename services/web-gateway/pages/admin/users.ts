import type { User } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { address } from "../components/address";
import { badge } from "../components/badge";
import { buttonLink } from "../components/button";
import { link } from "../components/link";
import { numberedPagination } from "../components/numbered-pagination";
import { pagination } from "../components/pagination";
import { table } from "../components/table";
import { moment } from "../components/time";
import type { Pages } from "../routing/page-routes";
import type { TextKey } from "../texts";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { filledIn, type Filter, filteredList } from "./filtered-list";

const PATH = "/admin/users";
const SEARCH = ["query", "confirmed", "sort", "cursor"];
const LIST = ["confirmed", "sort", "page"];

/** The list of users: all of them by page number, search results best first by cursor. */
export const users: Pages = {
  views: {
    [PATH]: {
      for: "admins",
      async show(visit) {
        const list = () => listOf(visit);
        const shown = await filteredList(visit, { path: PATH, fields: filtersOf(visit), list });
        return adminPage(visit, "users", {
          title: visit.t("admin.users.title"),
          actions: buttonLink({ label: visit.t("admin.user.new"), href: `${PATH}/new` }),
          ...shown,
        });
      },
    },
  },
};

async function listOf(visit: Visit): Promise<Html> {
  const { query, cursor } = filledIn(visit.query, SEARCH);
  return await (query === undefined && cursor === undefined ? everyone(visit) : found(visit));
}

async function everyone(visit: Visit): Promise<Html> {
  const query = filledIn(visit.query, LIST);
  const list = await act(visit, "search", "page", query as never);
  const { page, total_pages: pages, more, next_cursor: next } = list;
  const beyond = pages > 0 && page > pages;
  const none = beyond ? "common.no_such_page" : "admin.users.none";
  return html`${userTable(visit, list.rows, none)}
  ${numberedPagination(visit.t, { path: PATH, query, page, pages, more, next })}`;
}

async function found(visit: Visit): Promise<Html> {
  const query = filledIn(visit.query, SEARCH);
  const { data, next_cursor } = await act(visit, "search", "users", query as never);
  return html`${userTable(visit, data, "admin.users.none")}
  ${pagination(visit.t, { path: PATH, query, next: next_cursor })}`;
}

function userTable(visit: Visit, rows: readonly User[], none: TextKey): Html {
  const { t, language } = visit;
  return table<User>({
    caption: t("admin.users.title"),
    empty: t(none),
    rows,
    columns: [
      {
        title: t("fields.email"),
        cell: ({ id, email }) => link(`${PATH}/${id}`, address(email)),
      },
      { title: t("admin.user.state"), cell: (user) => userState(visit, user) },
      { title: t("admin.user.role"), cell: ({ role }) => t(`roles.${role}`), wide: true },
      {
        title: t("admin.user.created_at"),
        cell: ({ created_at }) => moment(language, created_at),
        wide: true,
      },
    ],
  });
}

/** Whether an account is enabled and its address confirmed. */
export function userState({ t }: Visit, { confirmed_at, disabled_at }: User): Html {
  if (disabled_at !== null) return badge(t("admin.user.disabled"), "danger");
  return confirmed_at === null
    ? badge(t("settings.unconfirmed"), "warning")
    : badge(t("settings.confirmed"), "good");
}

function filtersOf({ t }: Visit): Filter[] {
  return [
    { name: "query", type: "search", label: t("admin.users.query") },
    {
      name: "confirmed",
      label: t("admin.user.state"),
      choices: [
        ["", t("common.all")],
        ["true", t("settings.confirmed")],
        ["false", t("settings.unconfirmed")],
      ],
    },
    {
      name: "sort",
      label: t("admin.users.sort"),
      choices: [
        ["-created_at", t("admin.users.newest")],
        ["created_at", t("admin.users.oldest")],
        ["email", t("admin.users.a_to_z")],
        ["-email", t("admin.users.z_to_a")],
      ],
    },
  ];
}
