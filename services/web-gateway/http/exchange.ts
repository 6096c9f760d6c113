import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../../../shared/contracts";
import { chooseLanguage } from "../../../shared/languages";
import type { Principal } from "../../../shared/principal";
import { requestIdOf } from "./correlation";
import type { HttpDeps } from "./deps";
import { type Observed, observeRequest } from "./observe";
import type { Target } from "./request-target";

/** A request and its answer, with what is known about them from the start. */
export interface Exchange extends Target {
  readonly deps: HttpDeps;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly observed: Observed;
  /** Headers that the answer will have in any case. */
  readonly headers: Record<string, string>;
}

const USER_AGENT_LENGTH = 400;

const exchanges = new WeakMap<IncomingMessage, Exchange>();

/** Begins an exchange. Its path is read later, because a request with a malformed one is answered too. */
export function beginExchange(
  deps: HttpDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Exchange {
  const observed = observeRequest(request);
  const exchange: Exchange = {
    deps,
    request,
    response,
    requestId: requestIdOf(request.headers),
    traceparent: observed.traceparent,
    observed,
    headers: {},
    path: "",
    search: "",
  };
  exchanges.set(request, exchange);
  return exchange;
}

/** The exchange a request belongs to. */
export function exchangeOf(request: IncomingMessage): Exchange {
  const exchange = exchanges.get(request);
  if (!exchange) throw new Error("a request came past the door");
  return exchange;
}

/** The caller, as the services behind the gateway are told of it. */
export function callerOf(exchange: Exchange, principal: Principal | undefined): Caller {
  const { deps, request, requestId, traceparent } = exchange;
  const ip = deps.addressOf(request);
  const userAgent = plainText(request.headers["user-agent"]);
  const language = chooseLanguage(request.headers["accept-language"]);
  return {
    requestId,
    ...(principal ? { principal } : {}),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent ? { userAgent } : {}),
    ...(language ? { language } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function plainText(header: string | undefined): string | undefined {
  return header?.slice(0, USER_AGENT_LENGTH).replaceAll(/\p{Cc}/gu, "");
}
