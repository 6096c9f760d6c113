import { fromThrown } from "../../../shared/service";
import { send, sendJson } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { sendProblem } from "../http/problem";
import { openStream } from "../live/open-stream";
import type { Asked } from "./asked";
import { type Credentials, readCredentials } from "./credentials";
import type { ApiDeps } from "./deps";
import { handOver } from "./hand-over";
import { identify } from "./identify";
import { collectParams } from "./input/params";
import { parseGiven } from "./input/parse-given";
import { isPaged, linkToNextPage } from "./next-page";
import { API_BASE, type Operation } from "./operations";
import { perform } from "./perform";

/** Handles requests for one operation. */
export type OperationHandler = (
  exchange: Exchange,
  fromPath: Record<string, string>,
) => Promise<void>;

/** The way of a request through the API: origin → who → params → action → answer. */
export function createOperationHandler(deps: ApiDeps, operation: Operation): OperationHandler {
  const { action, http } = operation;

  const run = async (
    exchange: Exchange,
    fromPath: Record<string, string>,
    credentials: Credentials,
  ): Promise<void> => {
    deps.checkOrigin(exchange.request, credentials);
    const live = await identify(deps, action.access, credentials);
    const given = await collectParams(exchange, operation, fromPath);
    if (http.stream) {
      parseGiven(operation, given);
      openStream(deps.streams, exchange, { live, token: credentials.token });
      return;
    }
    const repeatable = http.method === "POST";
    const asked = { exchange, live, credentials, given, repeatable };
    answer(deps, operation, asked, await perform(deps, operation, asked));
  };

  return async (exchange, fromPath) => {
    const credentials = readCredentials(exchange.request.headers, deps.sessionCookie);
    try {
      await run(exchange, fromPath, credentials);
    } catch (thrown) {
      const error = fromThrown(thrown);
      // A cookie whose session has ended is of no use any more.
      const dead = error.code === "unauthenticated" && credentials.cookie && !credentials.bearer;
      sendProblem(exchange, error, dead ? { "set-cookie": deps.sessionCookie.clear() } : {});
    }
  };
}

/** Sends the result of an operation as its HTTP binding says. */
function answer(
  { sessionCookie }: ApiDeps,
  operation: Operation,
  { exchange, credentials, live }: Asked,
  { params, result }: { params: object; result: unknown },
): void {
  const { http } = operation;
  const { body, cookies } = handOver(sessionCookie, http, { result, params, credentials, live });
  const next = isPaged(operation) ? linkToNextPage(exchange, result) : undefined;
  const headers: Record<string, string> = {
    ...(http.location ? { location: API_BASE + http.location(result as never) } : {}),
    ...(http.etag ? { etag: http.etag(result as never) } : {}),
    ...(cookies ? { "set-cookie": cookies } : {}),
    ...(next ? { link: next } : {}),
  };
  const status = http.pending?.result.safeParse(result).success ? http.pending.status : http.status;
  if (status === 204) send(exchange, { status, headers });
  else sendJson(exchange, status, body, headers);
}
