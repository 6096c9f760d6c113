import { pathParamsOf, type Handle, type Routes } from "../http/router";
import { operations, API_BASE } from "./operations";
import { createOperationHandler } from "./run-operation";

/** One route for each operation of the contracts. */
export function apiRoutes(): { base: string; routes: Routes } {
  const routes = operations.map((operation): [string, Handle] => {
    const { method, path } = operation.http;
    const handle = createOperationHandler(operation);
    return [
      `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
      (exchange) => handle(exchange, pathParamsOf(exchange.request)),
    ];
  });
  return { base: API_BASE, routes: Object.fromEntries(routes) };
}
