import { answers } from "../../shared/database";
import type { GatewayDeps } from "./deps";
import { send } from "./http/answer";
import type { Exchange } from "./http/exchange";
import type { RouteGroup } from "./http/router";

const DATABASE_PATIENCE = 2_000;

/**
 * `/health/live` and `/health/ready`: one word, for load balancers; details are on the operator's port.
 * `isFit`: the start is over, and nothing but the database may keep this process from answering.
 */
export function healthRoutes(deps: GatewayDeps, isFit: () => boolean): RouteGroup {
  const reachable = createDatabaseCheck(deps);
  return {
    base: "/health",
    routes: {
      "GET /live": (exchange) => sendWord(exchange, true),
      "GET /ready": async (exchange) => {
        const serving = isFit() && !deps.door.isStopping();
        sendWord(exchange, serving && (await reachable()) && !deps.door.isStopping());
      },
    },
  };
}

function sendWord(exchange: Exchange, fine: boolean): void {
  const text = fine ? "ok" : "unavailable";
  send(exchange, { status: fine ? 200 : 503, body: { type: "text/plain; charset=utf-8", text } });
}

/** Concurrent checks share one query. */
function createDatabaseCheck({ db }: GatewayDeps): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined;
  return () =>
    (asking ??= answers(db, DATABASE_PATIENCE).finally(() => {
      asking = undefined;
    }));
}
