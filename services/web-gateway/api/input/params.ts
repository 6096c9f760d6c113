import { AppError, type FieldError } from "../../../../shared/errors";
import type { Exchange } from "../../http/exchange";
import { HEADER_PARAMS, type Operation, otherParams } from "../operations";
import { hasBody, readJson } from "./body";
import { parseQuery, pointerTo } from "./query";

type Params = Record<string, unknown>;

/**
 * Collects the params of a request: from its path and, for a GET, its query or, for every other method,
 * its body. A password, which belongs in a body, is therefore never read from a URL, which ends up in
 * logs.
 */
export async function collectParams(
  exchange: Exchange,
  operation: Operation,
  fromPath: Record<string, string>,
): Promise<Params> {
  const query = Object.fromEntries(parseQuery(exchange.search));
  const params =
    operation.http.method === "GET"
      ? merge(fromPath, fromQuery(exchange, query))
      : merge(fromPath, await fromBody(exchange, operation, query));
  refuseNames(
    Object.keys(params).filter((name) => name in HEADER_PARAMS),
    "is not a field of this request",
  );
  Object.assign(params, fromHeaders(exchange, operation));
  return params;
}

function fromHeaders({ request }: Exchange, { action }: Operation): Params {
  return Object.fromEntries(
    Object.entries(HEADER_PARAMS).flatMap(([name, header]) => {
      const value = name in action.params.shape ? request.headers[header] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function fromQuery({ request }: Exchange, query: Params): Params {
  if (hasBody(request)) {
    throw new AppError("malformed_request", { detail: "this request takes no body" });
  }
  return query;
}

async function fromBody(exchange: Exchange, operation: Operation, query: Params): Promise<Params> {
  refuseNames(Object.keys(query), "is not a parameter of this address");
  const body = await readJson(exchange.request, exchange.response);
  if (body === undefined) {
    if (operation.http.method === "DELETE" || otherParams(operation).length === 0) return {};
    throw new AppError("malformed_request", { detail: "the JSON body is missing" });
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw AppError.field("", "invalid_type", "must be of type object");
  }
  return body as Params;
}

function merge(fromPath: Params, others: Params): Params {
  const twice = Object.keys(others).filter((name) => Object.hasOwn(fromPath, name));
  refuseNames(twice, "is already given by the path");
  return { ...others, ...fromPath };
}

function refuseNames(names: string[], detail: string): void {
  if (names.length === 0) return;
  const errors: FieldError[] = names
    .slice(0, 20)
    .map((name) => ({ pointer: pointerTo(name), code: "unknown_field", detail }));
  throw new AppError("validation_failed", { errors });
}
