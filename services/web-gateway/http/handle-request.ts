import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../../../shared/errors";
import type { GatewayDeps } from "../deps";
import { send } from "./answer";
import { beginExchange, type Exchange } from "./exchange";
import type { Refuse } from "./problem";
import { readTarget } from "./request-target";
import { requireHeaders } from "./require-headers";

/** What the router offers: to handle a request, and to say which methods an address takes. */
export interface Router {
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ): unknown;
  methodsOf(path: string): string[];
}

/**
 * The way of every request: its headers and address are checked before any route sees it, and what no
 * route took is 404, or 405 where another method would do.
 */
export function createRequestHandler(deps: GatewayDeps, router: Router, refuse: Refuse) {
  const refuseUnrouted = (exchange: Exchange, error: unknown): void => {
    if (error !== undefined && error !== null) {
      refuse(exchange, error);
      return;
    }
    const methods = router.methodsOf(exchange.path);
    if (methods.length === 0) refuse(exchange, new AppError("not_found"));
    else refuse(exchange, new AppError("method_not_allowed"), { allow: methods.join(", ") });
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = beginExchange(deps, request, response);
    try {
      requireHeaders(request);
      Object.assign(exchange, readTarget(request.url ?? ""));
      // The router would read a preflight as the method it asks for, and run it.
      if (request.method === "OPTIONS") answerOptions(exchange, router);
      else router.handle(request, response, (error) => refuseUnrouted(exchange, error));
    } catch (error) {
      refuse(exchange, error);
    }
  };
}

/** No origin but ours may read answers, so nothing about CORS is said. */
function answerOptions(exchange: Exchange, router: Router): void {
  const methods = router.methodsOf(exchange.path);
  if (methods.length === 0) throw new AppError("not_found");
  send(exchange, { status: 204, headers: { allow: methods.join(", ") } });
}
