import type { GatewayDeps } from "../deps";
import { send } from "../http/answer";
import type { RouteGroup, Routes } from "../http/router";
import { confirm } from "./account/confirm";
import { home } from "./account/home";
import { language } from "./account/language";
import { logIn } from "./account/log-in";
import { logOut } from "./account/log-out";
import { register } from "./account/register";
import { requestConfirmation, requestPasswordReset } from "./account/request-mail";
import { resetPassword } from "./account/reset-password";
import { validate } from "./account/validate";
import { audit } from "./admin/audit";
import { events } from "./admin/events";
import { user } from "./admin/user";
import { users } from "./admin/users";
import { assetRoutes } from "./assets";
import { development } from "./development/development";
import { reference } from "./reference/reference";
import { refuse } from "./refuse";
import { confirmEmail } from "./settings/confirm-email";
import { settings } from "./settings/routes";
import { otherSpellings } from "./visits/other-spellings";
import { pageRoutes as routesOf, type Pages } from "./visits/page-routes";
import { createPageState } from "./visits/page-state";

/** What people see in a browser. */
export function pageRoutes(deps: GatewayDeps): RouteGroup {
  const state = createPageState(deps);
  const pages: Pages[] = [
    { views: { "/": home } },
    ...[register, logIn, logOut, language, validate],
    ...[requestPasswordReset, resetPassword, requestConfirmation, confirm],
    ...[settings, confirmEmail],
    ...[users, user, audit, events],
    ...[reference(deps), development(deps)],
  ];
  const routes = pages.map((each) => routesOf(state, each));
  return {
    base: "/",
    routes: Object.assign({}, assetRoutes(), forRobots, otherSpellings, ...routes) as Routes,
    refuse,
  };
}

// Nothing but the front page is anybody's business who is no person.
const forRobots: Routes = {
  "GET /robots.txt": (exchange) => {
    const text = "User-agent: *\nAllow: /$\nDisallow: /\n";
    send(exchange, { status: 200, body: { type: "text/plain; charset=utf-8", text } });
  },
};
