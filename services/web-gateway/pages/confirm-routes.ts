import { AppError } from "../../../shared/errors";
import { readCredentials } from "../api/credentials";
import type { GatewayDeps } from "../deps";
import { send } from "../http/answer";
import { callerOf, type Exchange } from "../http/exchange";
import type { Routes } from "../http/router";
import { confirmedPage, confirmPage } from "./confirm";

/** Where the link of a confirmation mail leads. Opening it any number of times changes nothing. */
export function confirmRoutes(deps: GatewayDeps): Routes {
  return {
    "GET /users/confirm/:token": (exchange) => {
      show(exchange, 200, confirmPage());
    },
    async "POST /users/confirm/:token"(exchange) {
      const { request, path } = exchange;
      deps.checkOrigin(request, readCredentials(request.headers, deps.sessionCookie));
      const token = path.slice(path.lastIndexOf("/") + 1);
      try {
        const { user } = await deps.call.accounts.confirm({ token }, callerOf(exchange, undefined));
        show(exchange, 200, confirmedPage(user.email));
      } catch (error) {
        if (!(error instanceof AppError) || error.status !== 422) throw error;
        show(exchange, 422, confirmedPage(undefined));
      }
    },
  };
}

function show(exchange: Exchange, status: number, text: string): void {
  send(exchange, { status, body: { type: "text/html; charset=utf-8", text } });
}
