import { send } from "../http/answer";
import type { Refuse } from "../http/problem";
import type { RouteGroup, Routes } from "../http/router";
import { account } from "./account/routes";
import { audit } from "./admin/audit";
import { events } from "./admin/events";
import { newUser } from "./admin/new-user";
import { overview } from "./admin/overview";
import { user } from "./admin/user";
import { users } from "./admin/users";
import { assetRoutes } from "./assets";
import { development } from "./development/development";
import { reference } from "./reference/reference";
import { otherSpellings } from "./routing/other-spellings";
import { pageRoutes as routesOf, type Pages } from "./routing/page-routes";
import { security } from "./security/routes";
import { changePasswordUrl } from "./settings/change-password-url";
import { confirmEmail } from "./settings/confirm-email";
import { settings } from "./settings/routes";
import type { PageDeps } from "./visits/deps";

/** What people see in a browser. */
export function pageRoutes(deps: PageDeps, refuse: Refuse): RouteGroup {
  const pages: Pages[] = [
    ...account,
    settings,
    security,
    confirmEmail,
    overview,
    users,
    newUser,
    user,
    audit,
    events,
    reference(deps),
    development(deps),
  ];
  const routes = pages.map((each) => routesOf(deps, each));
  return {
    base: "/",
    routes: Object.assign(
      {},
      assetRoutes(deps.config.brand),
      forRobots,
      otherSpellings,
      changePasswordUrl,
      ...routes,
    ) as Routes,
    refuse,
  };
}

// Search engines may index the home page only.
const forRobots: Routes = {
  "GET /robots.txt": (exchange) => {
    const text = "User-agent: *\nAllow: /$\nDisallow: /\n";
    send(exchange, { status: 200, body: { type: "text/plain; charset=utf-8", text } });
  },
};
