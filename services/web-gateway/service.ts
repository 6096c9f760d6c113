import type { Context, Service } from "moleculer";
import { contracts, defineContract } from "../../shared/contracts";
import { defineService } from "../../shared/service";
import { apiRoutes } from "./api/routes";
import { type GatewayDeps, gatewayDeps } from "./deps";
import { healthRoutes } from "./health";
import { createRequestHandler } from "./http/handle-request";
import { routerOf, routing } from "./http/router";
import { sweepIdempotencyKeys } from "./idempotency/sweep-keys";
import { documentRoutes } from "./openapi/routes";
import { createRefuse } from "./pages/refuse";
import { pageRoutes } from "./pages/routes";
import { pageDeps } from "./pages/visits/deps";
import { sweepAddressLimits } from "./sweep-limits";

export { describeApi } from "./openapi/routes";

// The actions of its contract are reached over HTTP only; it offers none to other services.
const offered = defineContract("web-gateway", {});

/** The HTTP interface of the platform: the API made from the contracts, pages, health. */
export default defineService<typeof offered, GatewayDeps>(offered, {
  prepare: (deps) => gatewayDeps(deps),
  actions: {},
  calls: Object.keys(contracts),
  drain: close,
  background: (deps) => [sweepIdempotencyKeys(deps), sweepAddressLimits(deps)],
  moleculer(deps) {
    const pages = pageDeps(deps);
    const refuse = createRefuse(pages);
    let started = false;
    return {
      ...routing([
        apiRoutes(deps),
        documentRoutes(deps),
        healthRoutes(deps, () => started),
        pageRoutes(pages, refuse),
      ]),
      events: {
        "jumar.ready": () => {
          started = true;
        },
        "pubsub.user": ({ params }: Context) => {
          deps.streams.hear(params);
        },
        "pubsub.users": ({ params }: Context) => {
          if (!Array.isArray(params)) return;
          for (const one of params) deps.streams.hear(one);
        },
      },
      async started(this: Service) {
        await deps.door.open(createRequestHandler(deps, routerOf(this), refuse));
        deps.log.info({ port: deps.door.port }, "serving HTTP");
      },
      stopped: () => close(deps),
    };
  },
});

/** Ends the streams too: they never end by themselves, and the door waits for every open answer. */
async function close({ door, streams, seenSessions }: GatewayDeps): Promise<void> {
  seenSessions.stop();
  await Promise.all([streams.close(), door.close()]);
}
