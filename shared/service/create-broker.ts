import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { ServiceBroker, type Middleware } from "moleculer";
import type { Logger } from "../observability";
import { MoleculerLogger } from "./moleculer-logger";

/** A broker for this process. Its node id is new at every start: a reused one gets another's messages. */
export function createBroker(options: { log: Logger; middlewares: Middleware[] }): ServiceBroker {
  return new ServiceBroker({
    namespace: "jumar",
    nodeID: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    logger: new MoleculerLogger(options.log) as never,
    logLevel: "info",
    // The signals are ours: Moleculer's own handlers would end the process under our feet.
    skipProcessEventRegistration: true,
    requestTimeout: 10_000,
    // Finishes calls in flight when stopping.
    tracking: { enabled: true, shutdownTimeout: 15_000 },
    validator: false,
    metrics: false,
    cacher: false,
    middlewares: options.middlewares,
  });
}
