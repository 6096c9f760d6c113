import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller, Scope } from "../../../shared/contracts";
import type { GatewayDeps } from "../deps";
import { chooseLanguage } from "../../../shared/languages";
import { requestIdOf } from "./correlation";
import { observeRequest, type Observed } from "./observe";
import type { Target } from "./request-target";

/** One request and its answer, with what is known of them from the start. */
export interface Exchange extends Target {
  readonly deps: GatewayDeps;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly observed: Observed;
  /** Headers of the answer, whatever it will be. */
  readonly headers: Record<string, string>;
}

const USER_AGENT_LENGTH = 400;

const exchanges = new WeakMap<IncomingMessage, Exchange>();

/** Begins an exchange; its path is read later, because a wrong one has to be answered too. */
export function beginExchange(
  deps: GatewayDeps,
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

/** Who asks, for the services behind the gateway. */
export function callerOf(exchange: Exchange, scope: Scope | undefined): Caller {
  const { deps, request, requestId, traceparent } = exchange;
  const ip = deps.addressOf(request);
  const userAgent = plainText(request.headers["user-agent"]);
  const language = chooseLanguage(request.headers["accept-language"]);
  return {
    requestId,
    ...(scope ? { scope } : {}),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent ? { userAgent } : {}),
    ...(language ? { language } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function plainText(header: string | undefined): string | undefined {
  return header?.slice(0, USER_AGENT_LENGTH).replaceAll(/\p{Cc}/gu, "");
}
