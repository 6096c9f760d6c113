import { type Html, html } from "../../../../shared/html";
import { buttonClass } from "../components/button";
import { form } from "../components/forms/form";
import { icon } from "../components/icon";
import type { Frame } from "./page";

const ITEM =
  "inline-flex min-h-11 items-center rounded-lg px-3 font-medium hover:bg-tint aria-[current]:text-brand";

/** The main navigation. On small screens it is a menu that needs no script. */
export function navigation(frame: Frame): Html {
  const { t, user, formToken } = frame;
  if (formToken === undefined) return html``;
  return html`<button
      class="-mr-3 inline-flex size-11 items-center justify-center rounded-lg hover:bg-tint sm:hidden"
      type="button"
      popovertarget="menu"
    >
      ${icon("menu")}<span class="sr-only">${t("layout.menu")}</span>
    </button>
    <nav
      class="inset-auto top-16 right-4 m-0 min-w-48 flex-col gap-1 rounded-xl border border-line bg-card p-2 text-ink shadow-lg open:flex sm:static sm:flex sm:min-w-0 sm:overflow-visible sm:flex-row sm:items-center sm:border-0 sm:bg-transparent sm:p-0 sm:shadow-none ${user && "sm:-mr-3"}"
      id="menu"
      popover
      aria-label="${t("layout.navigation")}"
    >
      ${user ? forUser(frame, formToken) : forVisitor(frame)}
    </nav>`;
}

function forVisitor({ t, here }: Frame): Html {
  return html`${item("/users/log_in", t("log_in.title"), here)}
    <a class="${buttonClass("primary")}" href="/users/register">${t("register.title")}</a>`;
}

function forUser({ t, user, here }: Frame, token: string): Html {
  return html`${user?.role === "admin" && item("/admin", t("admin.title"), here)}
  ${item("/users/settings", t("settings.title"), here)}
  ${form({
    action: "/users/log_out",
    method: "DELETE",
    token,
    inline: true,
    body: html`<button class="${ITEM} max-sm:w-full">${t("log_out.button")}</button>`,
  })}`;
}

/** A link that is marked as current on its page and on every page of its section. */
function item(href: string, label: string, here: string): Html {
  const [path = ""] = here.split("?");
  const current = path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined;
  return html`<a class="${ITEM}" href="${href}" ${current && html`aria-current="${current}"`}
    >${label}</a
  >`;
}
