import { parseParams } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { fromThrown } from "../../../shared/service";
import { send, sendJson } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { sendProblem } from "../http/problem";
import { openStream } from "../live/open-stream";
import { counted } from "./counted";
import { findPerform } from "./perform";
import { readCredentials, type Credentials } from "./credentials";
import { handOver } from "./hand-over";
import { identify } from "./identify";
import { isPaged, linkToNextPage } from "./next-page";
import { API_BASE, type Operation } from "./operations";
import { collectParams } from "./params";
import { repeatable } from "./repeatable";

/** Handles requests for one operation. */
export type OperationHandler = (
  exchange: Exchange,
  fromPath: Record<string, string>,
) => Promise<void>;

/** The way of a request through the API: origin → who → params → action → answer. */
export function createOperationHandler(operation: Operation): OperationHandler {
  const { action, http } = operation;
  const perform = repeatable(operation, counted(operation, findPerform(operation)));

  const run = async (
    exchange: Exchange,
    fromPath: Record<string, string>,
    credentials: Credentials,
  ): Promise<void> => {
    exchange.deps.checkOrigin(exchange.request, credentials);
    const live = await identify(exchange, action.access, credentials);
    const given = await collectParams(exchange, operation, fromPath);
    const params = parse(operation, given);
    if (http.stream) {
      openStream(exchange, live, credentials);
      return;
    }
    const result = await perform(exchange, { given, params, live, credentials });

    const { body, cookies } = handOver(exchange.deps.sessionCookie, http, {
      result,
      params,
      credentials,
      live,
    });
    const next = isPaged(operation) ? linkToNextPage(exchange, result) : undefined;
    const headers: Record<string, string> = {
      ...(http.location ? { location: API_BASE + http.location(result as never) } : {}),
      ...(http.etag ? { etag: http.etag(result as never) } : {}),
      ...(cookies ? { "set-cookie": cookies } : {}),
      ...(next ? { link: next } : {}),
    };
    if (http.status === 204) send(exchange, { status: 204, headers });
    else sendJson(exchange, http.status, body, headers);
  };

  return async (exchange, fromPath) => {
    const { deps, request } = exchange;
    const credentials = readCredentials(request.headers, deps.sessionCookie);
    try {
      await run(exchange, fromPath, credentials);
    } catch (thrown) {
      const error = fromThrown(thrown);
      sendProblem(exchange, error, headersOfRefusal(exchange, error, credentials));
    }
  };
}

/** The params, parsed. What an address names in a wrong form is not there. */
function parse({ action, pathParams }: Operation, given: object): object {
  try {
    return parseParams(action.params, given);
  } catch (error) {
    const wrong = error instanceof AppError ? (error.errors ?? []) : [];
    const ofPath = ({ pointer }: { pointer: string }) => pathParams.includes(pointer.slice(1));
    if (wrong.length > 0 && wrong.every(ofPath)) throw new AppError("not_found");
    throw error;
  }
}

/** A cookie whose session is over is of no use any more. */
function headersOfRefusal(
  { deps }: Exchange,
  error: AppError,
  { cookie, bearer }: Credentials,
): Record<string, string> {
  const dead = error.code === "unauthenticated" && cookie && !bearer;
  return dead ? { "set-cookie": deps.sessionCookie.clear() } : {};
}
