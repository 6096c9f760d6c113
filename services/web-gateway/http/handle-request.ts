import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../../../shared/errors";
import type { GatewayDeps } from "../deps";
import { send } from "./answer";
import { beginExchange, type Exchange } from "./exchange";
import { sendProblem } from "./problem";
import { readTarget } from "./request-target";

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
 * The way of every request: its address is checked before any route sees it, and what no route took
 * is 404, or 405 where another method would do.
 */
export function createRequestHandler(deps: GatewayDeps, router: Router) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = beginExchange(deps, request, response);
    try {
      requireHost(request);
      Object.assign(exchange, readTarget(request.url ?? ""));
      // The router would read a preflight as the method it asks for, and run it.
      if (request.method === "OPTIONS") answerOptions(exchange, router);
      else router.handle(request, response, (error) => refuse(exchange, router, error));
    } catch (error) {
      sendProblem(exchange, error);
    }
  };
}

function requireHost(request: IncomingMessage): void {
  if (request.headers.host === undefined && request.httpVersion === "1.1") {
    throw new AppError("malformed_request", { detail: "the Host header is missing" });
  }
}

/** No origin but ours may read answers, so nothing about CORS is said. */
function answerOptions(exchange: Exchange, router: Router): void {
  const methods = router.methodsOf(exchange.path);
  if (methods.length === 0) throw new AppError("not_found");
  send(exchange, { status: 204, headers: { allow: methods.join(", ") } });
}

function refuse(exchange: Exchange, router: Router, error: unknown): void {
  if (error !== undefined && error !== null) {
    sendProblem(exchange, error);
    return;
  }
  const methods = router.methodsOf(exchange.path);
  if (methods.length === 0) sendProblem(exchange, new AppError("not_found"));
  else sendProblem(exchange, new AppError("method_not_allowed"), { allow: methods.join(", ") });
}
