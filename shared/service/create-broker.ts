import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  ServiceBroker,
  type BrokerOptions,
  type Middleware,
  type TransporterConfig,
} from "moleculer";
import type { Logger } from "../observability";
import { MoleculerLogger } from "./moleculer-logger";

/** A call is given up after this many ms; what it asked for may still have happened. */
const REQUEST_TIMEOUT = 10_000;

/**
 * A broker for this process; with `amqpUrl` it joins the others over RabbitMQ. Its node id is new at
 * every start: a reused one gets another's messages.
 */
export function createBroker(options: {
  log: Logger;
  middlewares: Middleware[];
  amqpUrl?: string | undefined;
}): ServiceBroker {
  const broker = new ServiceBroker({
    namespace: "jumar",
    nodeID: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    logger: new MoleculerLogger(options.log) as never,
    logLevel: "info",
    // The signals are ours: Moleculer's own handlers would end the process under our feet.
    skipProcessEventRegistration: true,
    requestTimeout: REQUEST_TIMEOUT,
    // Finishes calls in flight when stopping.
    tracking: { enabled: true, shutdownTimeout: 15_000 },
    validator: false,
    metrics: false,
    cacher: false,
    middlewares: options.middlewares,
    ...(options.amqpUrl === undefined ? {} : overAmqp(options.amqpUrl)),
  });
  renewAfterChannelError(broker);
  return broker;
}

function overAmqp(url: string): BrokerOptions {
  return {
    transporter: {
      type: "AMQP",
      options: {
        url,
        prefetch: 100,
        // amqplib leaves Nagle's algorithm on, which costs 40 ms a call.
        socketOptions: { noDelay: true, timeout: 5_000 },
        eventTimeToLive: 30_000,
        heartbeatTimeToLive: 10_000,
        autoDeleteQueues: 60_000,
        // A request that waited longer than its caller is not begun any more.
        queueOptions: { messageTtl: REQUEST_TIMEOUT },
      },
    } as TransporterConfig,
    heartbeatInterval: 2,
    heartbeatTimeout: 8,
    registry: { preferLocal: true },
    circuitBreaker: {
      enabled: true,
      threshold: 0.5,
      minRequestCount: 5,
      windowTime: 10,
      halfOpenTime: 3_000,
      // Only silence speaks against a node; an error is an answer.
      check: (error: Error) => error.name === "RequestTimeoutError",
    },
  };
}

/** Moleculer goes deaf when the broker closes only its channel; closing the connection makes it start over. */
function renewAfterChannelError(broker: ServiceBroker): void {
  broker.localBus.on("$transporter.error", ({ type }: { type: string }) => {
    if (type !== "failedChannel") return;
    const { tx } = (
      broker as unknown as { transit: { tx: { connection?: { close(): Promise<void> } } } }
    ).transit;
    tx.connection?.close().catch(() => undefined);
  });
}

/** Whether an action can be tried at all: locally, or over a transporter that is connected. */
export function isReachable(broker: ServiceBroker, action: string): boolean {
  const { transit, registry } = broker as unknown as {
    transit?: { connected: boolean };
    registry: { getActionEndpoints(name: string): { hasLocal(): boolean } | undefined };
  };
  if (!transit || transit.connected) return true;
  return registry.getActionEndpoints(action)?.hasLocal() ?? false;
}
