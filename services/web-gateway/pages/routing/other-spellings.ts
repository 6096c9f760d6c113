import { send } from "../../http/answer";
import { pathParamsOf, type Routes } from "../../http/router";

const SPELLINGS = {
  "/users/log-in": "/users/log_in",
  "/users/log-out": "/users/log_out",
  "/users/reset-password": "/users/reset_password",
  "/users/reset-password/:token": "/users/reset_password/:token",
  "/users/settings/confirm-email/:token": "/users/settings/confirm_email/:token",
};

/** Permanent redirects from paths with hyphens to those with underscores. */
export const otherSpellings: Routes = Object.fromEntries(
  Object.entries(SPELLINGS).map(([from, to]) => [
    `GET ${from}`,
    (exchange) => {
      const { token = "" } = pathParamsOf(exchange.request);
      const path = to.replace(":token", encodeURIComponent(token));
      const search = exchange.search === "" ? "" : `?${exchange.search}`;
      send(exchange, { status: 308, headers: { location: path + search } });
    },
  ]),
);
