import { type Handle, pathParamsOf, type Routes } from "../http/router";
import type { ApiDeps } from "./deps";
import { API_BASE, operations } from "./operations";
import { createOperationHandler } from "./run-operation";

/** One route for each operation of the contracts. */
export function apiRoutes(deps: ApiDeps): { base: string; routes: Routes } {
  const routes = operations.map((operation): [string, Handle] => {
    const { method, path } = operation.http;
    const handle = createOperationHandler(deps, operation);
    return [
      `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
      (exchange) => handle(exchange, pathParamsOf(exchange.request)),
    ];
  });
  return { base: API_BASE, routes: Object.fromEntries(routes) };
}
