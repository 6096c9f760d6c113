import type { User } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { address } from "../components/address";
import { button } from "../components/button";
import { card } from "../components/card";
import { form } from "../components/forms/form";
import { backLink, link } from "../components/link";
import { list } from "../components/list";
import { modal } from "../components/modal";
import { moment } from "../components/time";
import type { Pages } from "../routing/page-routes";
import { info } from "../state/flash";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";
import { auditTable } from "./audit-table";
import { userState } from "./users";

const PATH = "/admin/users/:id";
const SHOWN = 20;

/** One user: properties, audit entries, and disabling or enabling the account. */
export const user: Pages = {
  views: {
    [PATH]: {
      for: "admins",
      async show(visit) {
        const { id = "" } = visit.params;
        const { user: found } = await act(visit, "accounts", "getUser", { id });
        const wanted = { subject: id, limit: SHOWN };
        const { data, next_cursor } = await act(visit, "audit", "list", wanted);
        const entries = await auditTable(visit, data, { one: true });
        const { t } = visit;
        const all = html`<p class="mt-4">
          ${link(`/admin/audit?subject=${id}`, t("admin.user.all_entries"))}
        </p>`;
        return adminPage(visit, "users", {
          title: found.email,
          heading: address(found.email),
          back: backLink("/admin/users", t("admin.users.title")),
          actions: stateForm(visit, found),
          body: html`<div class="grid grid-cols-1 gap-6">
            ${card({ body: facts(visit, found) })}
            ${card({ title: t("activity.title"), body: html`${entries} ${next_cursor && all}` })}
          </div>`,
        });
      },
    },
  },
  forms: {
    [`PATCH ${PATH}`]: {
      for: "admins",
      page: ({ id }) => `/admin/users/${id}`,
      async submit(visit, fields) {
        const { id = "" } = visit.params;
        const disabled = fields.disabled === "true";
        await act(visit, "accounts", "updateUser", { id, disabled });
        const done = disabled ? "admin.user.disabled_done" : "admin.user.enabled_done";
        return { to: `/admin/users/${id}`, flash: info(done) };
      },
    },
  },
};

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

/** Administrators cannot disable their own account. */
function stateForm(visit: Visit, { id, email, disabled_at }: User): Html | undefined {
  const { t, live } = visit;
  if (live?.user.id === id) return undefined;
  const change = (label: string, kind: "danger" | "primary", disabled: boolean): Html =>
    form({
      action: `/admin/users/${id}`,
      method: "PATCH",
      token: visit.formToken(),
      inline: true,
      body: button({ label, kind, name: "disabled", value: String(disabled) }),
    });
  if (disabled_at !== null) return change(t("admin.user.enable"), "primary", false);
  return html`${button({ label: t("admin.user.disable"), kind: "secondary", opens: "disable" })}
  ${modal({
    id: "disable",
    title: t("admin.user.disable_title", { email }),
    body: t("admin.user.disable_lead"),
    cancel: t("common.cancel"),
    confirm: change(t("admin.user.disable"), "danger", true),
  })}`;
}
