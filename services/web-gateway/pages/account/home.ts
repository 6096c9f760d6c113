import { type Html, html } from "../../../../shared/html";
import { alert } from "../components/alert";
import { buttonLink } from "../components/button";
import { card } from "../components/card";
import { header } from "../components/header";
import { link } from "../components/link";
import { hasMailbox } from "../layout/has-mailbox";
import type { View } from "../routing/page-routes";
import type { Visit } from "../visits/visit";

/** What this is and where to go from here. */
export const home: View = {
  for: "anyone",
  show: (visit) => ({
    page: {
      title: visit.t("home.title"),
      main: html`${visit.live ? welcome(visit) : invitation(visit)}
      ${visit.deps.config.environment !== "production" && forDevelopers(visit)}`,
    },
  }),
};

function invitation({ t }: Visit): Html {
  return html`<div class="py-4 sm:py-8">
    <h1 class="max-w-xl text-3xl font-bold tracking-tight sm:text-5xl">${t("home.headline")}</h1>
    <p class="mt-4 max-w-prose text-lg text-soft">${t("home.lead")}</p>
    <div class="mt-8 flex flex-wrap gap-3">
      ${buttonLink({ label: t("home.register"), href: "/users/register" })}
      ${buttonLink({ label: t("log_in.title"), href: "/users/log_in", kind: "secondary" })}
    </div>
  </div>`;
}

function welcome({ t, live, deps }: Visit): Html {
  const { home: app, name } = deps.config.brand;
  const user = live?.user;
  return html`${header({ title: t("home.welcome"), subtitle: t("home.logged_in", { email: user?.email ?? "" }) })}
    ${
      user?.confirmed_at === null &&
      alert("warning", html`${t("home.unconfirmed")} ${link("/users/confirm", t("home.confirm"))}`)
    }
    <div class="mt-6 flex flex-wrap gap-3">
      ${app !== undefined && buttonLink({ label: t("home.go_on", { name }), href: app })}
      ${buttonLink({ label: t("home.settings"), href: "/users/settings", kind: app === undefined ? "primary" : "secondary" })}
      ${user?.role === "admin" && buttonLink({ label: t("home.admin"), href: "/admin", kind: "secondary" })}
    </div>`;
}

function forDevelopers({ t, deps }: Visit): Html {
  const places: [string, string, string][] = [
    ["/api/docs", t("home.api"), t("home.api_about")],
    ["/api/openapi.json", "OpenAPI", t("home.openapi_about")],
  ];
  if (hasMailbox(deps)) places.push(["/dev/mailbox", t("mailbox.title"), t("home.mailbox_about")]);
  return html`<h2 class="mt-12 mb-4 text-lg font-semibold">${t("home.developers")}</h2>
    <div class="grid grid-cols-1 gap-4 sm:grid-cols-3">
      ${places.map(([href, name, about]) =>
        card({
          body: html`<p>${link(href, name)}</p>
            <p class="mt-1 text-sm text-soft">${about}</p>`,
        }),
      )}
    </div>`;
}
