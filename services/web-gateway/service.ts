import type { Context, Service } from "moleculer";
import { contracts, defineContract } from "../../shared/contracts";
import { defineService } from "../../shared/service";
import { apiRoutes } from "./api/routes";
import { gatewayDeps, type GatewayDeps } from "./deps";
import { healthRoutes } from "./health";
import { createRequestHandler } from "./http/handle-request";
import { routerOf, routing } from "./http/router";
import { sweepIdempotencyKeys } from "./idempotency/sweep-keys";
import { documentRoutes } from "./openapi/routes";
import { sweepAddressLimits } from "./sweep-limits";
import { refuse } from "./pages/refuse";
import { pageRoutes } from "./pages/routes";

export { describeApi } from "./openapi/routes";

// The actions of its contract are HTTP only: it answers them itself and offers none to the fleet.
const offered = defineContract("web-gateway", {});

/** The HTTP door of the platform: the API that follows from the contracts, pages, health. */
export default defineService<typeof offered, GatewayDeps>(offered, {
  prepare: (deps) => gatewayDeps(deps),
  actions: {},
  calls: Object.keys(contracts),
  drain: close,
  background: (deps) => [sweepIdempotencyKeys(deps), sweepAddressLimits(deps)],
  moleculer(deps) {
    let started = false;
    return {
      ...routing([
        apiRoutes(),
        documentRoutes(deps),
        healthRoutes(deps, () => started),
        pageRoutes(deps),
      ]),
      events: {
        "jumar.ready": () => {
          started = true;
        },
        "pubsub.user": ({ params }: Context) => {
          deps.streams.hear(params);
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

/** Streams would never end by themselves, and the door waits for all that is under way. */
async function close({ door, streams, seenSessions }: GatewayDeps): Promise<void> {
  seenSessions.stop();
  await Promise.all([streams.close(), door.close()]);
}
