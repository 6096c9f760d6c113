import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../../../shared/errors";
import { send } from "./answer";
import type { HttpDeps } from "./deps";
import { beginExchange, type Exchange } from "./exchange";
import type { Refuse } from "./problem";
import { readTarget } from "./request-target";
import { requireHeaders } from "./require-headers";

/** Handles requests, and knows which methods a path allows. */
export interface Router {
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ): unknown;
  methodsOf(path: string): string[];
}

/**
 * Every request goes this way: its headers and path are checked before any route sees it. A request that
 * no route matches is answered with 404, or with 405 if the path allows other methods.
 */
export function createRequestHandler(deps: HttpDeps, router: Router, refuse: Refuse) {
  const refuseUnrouted = (exchange: Exchange, error: unknown): void => {
    if (error !== undefined && error !== null) {
      void refuse(exchange, error);
      return;
    }
    const methods = router.methodsOf(exchange.path);
    if (methods.length === 0) void refuse(exchange, new AppError("not_found"));
    else void refuse(exchange, new AppError("method_not_allowed"), { allow: methods.join(", ") });
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = beginExchange(deps, request, response);
    try {
      requireHeaders(request);
      Object.assign(exchange, readTarget(request.url ?? ""));
      // The router would take a preflight for the request that it announces, and run it.
      if (request.method === "OPTIONS") answerOptions(exchange, router);
      else router.handle(request, response, (error) => refuseUnrouted(exchange, error));
    } catch (error) {
      void refuse(exchange, error);
    }
  };
}

/** No other origin may read answers, so there are no CORS headers. */
function answerOptions(exchange: Exchange, router: Router): void {
  const methods = router.methodsOf(exchange.path);
  if (methods.length === 0) throw new AppError("not_found");
  send(exchange, { status: 204, headers: { allow: methods.join(", ") } });
}
