import type { User } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { ROLES } from "../../../../shared/principal";
import { button, type ButtonKind } from "../components/button";
import { field } from "../components/forms/field";
import { type Form, form } from "../components/forms/form";
import { modal } from "../components/modal";
import type { Visit } from "../visits/visit";

type Method = NonNullable<Form["method"]>;

/** Disabling, enabling and deleting an account. One's own cannot be disabled, and is deleted in the settings. */
export function headerForms(visit: Visit, { id, email, disabled_at }: User): Html | undefined {
  const { t, live } = visit;
  if (live?.user.id === id) return undefined;
  const press = (
    method: Method,
    label: string,
    kind: ButtonKind,
    value: { name?: string; value?: string } = {},
  ): Html =>
    form({
      action: `/admin/users/${id}`,
      method,
      token: visit.formToken(),
      inline: true,
      body: button({ label, kind, ...value }),
    });
  const disabled = (value: boolean) => ({ name: "disabled", value: String(value) });
  const asked = (what: "disable" | "delete", confirm: Html): Html =>
    html`${button({ label: t(`admin.user.${what}`), kind: "secondary", opens: what })}
    ${modal({
      id: what,
      title: t(`admin.user.${what}_title`, { email }),
      body: t(`admin.user.${what}_lead`),
      cancel: t("common.cancel"),
      confirm,
    })}`;
  return html`${
    disabled_at === null
      ? asked("disable", press("PATCH", t("admin.user.disable"), "danger", disabled(true)))
      : press("PATCH", t("admin.user.enable"), "primary", disabled(false))
  }
  ${asked("delete", press("DELETE", t("admin.user.delete"), "danger"))}`;
}

/** The role, the address, and the mails that can be sent. */
export function changeSection(visit: Visit, found: User): Html {
  const { t, live } = visit;
  const unconfirmed = found.confirmed_at === null;
  const kinds = unconfirmed
    ? (["confirmation", "invitation", "password_reset"] as const)
    : (["password_reset"] as const);
  const roles = ROLES.map((each) => [each, t(`roles.${each}`)] as const);
  const mails = kinds.map((each) => [each, t(`admin.mails.kinds.${each}`)] as const);
  return html`<div class="grid items-end gap-6 sm:grid-cols-2">
    ${
      live?.user.id !== found.id &&
      choice(visit, `/admin/users/${found.id}/role`, {
        name: "role",
        label: t("admin.user.role"),
        choices: roles,
        value: found.role,
        press: t("admin.user.change_role"),
      })
    }
    ${
      found.disabled_at === null &&
      choice(visit, `/admin/users/${found.id}/mails`, {
        name: "kind",
        label: t("admin.user.send_kind"),
        choices: mails,
        press: t("admin.user.send"),
      })
    }
    ${
      unconfirmed &&
      form({
        action: `/admin/users/${found.id}/confirmation`,
        token: visit.formToken(),
        body: html`<div>${button({ label: t("admin.user.confirm"), kind: "secondary" })}</div>`,
      })
    }
  </div>`;
}

function choice(
  visit: Visit,
  action: string,
  options: {
    name: string;
    label: string;
    choices: readonly (readonly [string, string])[];
    value?: string;
    press: string;
  },
): Html {
  const { press, ...about } = options;
  return form({
    action,
    token: visit.formToken(),
    body: html`<div class="flex flex-wrap items-end gap-3">
      <div class="min-w-40 grow">${field(visit.t, { ...about, free: true })}</div>
      ${button({ label: press, kind: "secondary" })}
    </div>`,
  });
}
