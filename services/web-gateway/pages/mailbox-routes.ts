import { parseParams, type Contracts } from "../../../shared/contracts";
import { contracts } from "../../../shared/contracts";
import { parseQuery } from "../api/query";
import { requireStorable } from "../api/storable";
import type { GatewayDeps } from "../deps";
import { send, sendJson } from "../http/answer";
import type { Routes } from "../http/router";
import { mailboxPage } from "./mailbox";

const listMail: Contracts["notifier"]["actions"]["listMail"] = contracts.notifier.actions.listMail;

/** Whether mails are caught, and may be looked at here: never in production, nor when they are sent. */
export function hasMailbox({ config }: Pick<GatewayDeps, "config">): boolean {
  return config.environment !== "production" && config.smtpUrl === undefined;
}

/** `/dev/mailbox`, for people and, by `Accept: application/json`, for programs; `?to=` narrows it. */
export function mailboxRoutes(deps: GatewayDeps): Routes {
  if (!hasMailbox(deps)) return {};
  return {
    async "GET /dev/mailbox"(exchange) {
      const query = Object.fromEntries(parseQuery(exchange.search));
      if (query.to === "") delete query.to;
      requireStorable(query);
      const params = parseParams(listMail.params, query);
      const { data } = await deps.call.notifier.listMail(params);
      const headers = { vary: "Accept" };
      if (prefersJson(exchange.request.headers.accept)) {
        sendJson(exchange, 200, { data }, headers);
      } else {
        const text = mailboxPage(data, params.to ?? "");
        send(exchange, { status: 200, headers, body: { type: "text/html; charset=utf-8", text } });
      }
    },
  };
}

/** Browsers name HTML first, and would take anything. */
function prefersJson(accept = ""): boolean {
  return /application\/json/i.test(accept) && !/text\/html/i.test(accept);
}
