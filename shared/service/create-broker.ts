import { randomUUID } from "node:crypto";
import type { EventEmitter } from "node:events";
import { hostname } from "node:os";
import {
  Errors,
  ServiceBroker,
  type BrokerOptions,
  type Middleware,
  type TransporterConfig,
} from "moleculer";
import { tlsOptions, withHeartbeat } from "../amqp";
import type { PemFiles } from "../config";
import type { Logger } from "../observability";
import { translateDeadlines } from "./deadlines";
import { MoleculerLogger } from "./moleculer-logger";

/** A call is given up after this many ms; what it asked for may still have happened. */
export const REQUEST_TIMEOUT = 10_000;
/** For this many ms a call that is on its way may wait for RabbitMQ to take messages again. */
const BLOCKED_PATIENCE = 1_000;

/** Those whose RabbitMQ takes nothing at the moment. */
const blocked = new WeakSet<ServiceBroker>();

/**
 * A broker for this process; with `amqpUrl` it joins the others over RabbitMQ. Its node id is new at
 * every start: a reused one gets another's messages.
 */
export function createBroker(options: {
  log: Logger;
  middlewares: Middleware[];
  /** The services that run here; RabbitMQ's rights on queues go by these names. */
  services?: readonly string[];
  amqpUrl?: string | undefined;
  amqpTls?: PemFiles | undefined;
  /** In ms. */
  requestTimeout?: number;
}): ServiceBroker {
  const broker = new ServiceBroker({
    namespace: "jumar",
    nodeID: `${nameOf(options.services)}-${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    logger: new MoleculerLogger(options.log) as never,
    logLevel: "info",
    // The signals are ours: Moleculer's own handlers would end the process under our feet.
    skipProcessEventRegistration: true,
    requestTimeout: options.requestTimeout ?? REQUEST_TIMEOUT,
    // Finishes calls in flight when stopping.
    tracking: { enabled: true, shutdownTimeout: 15_000 },
    validator: false,
    metrics: false,
    cacher: false,
    middlewares: [...options.middlewares, losePackets, translateDeadlines()],
    ...(options.amqpUrl === undefined ? {} : overAmqp(options.amqpUrl, options.amqpTls)),
  });
  renewAfterChannelError(broker);
  giveUpWhenCutOff(broker);
  return broker;
}

/** A node's queues begin with it, so that each RabbitMQ user can be kept to the queues of its services. */
function nameOf(services: readonly string[] = []): string {
  return [...services].sort().join("+") || "operator";
}

function overAmqp(url: string, tls?: PemFiles): BrokerOptions {
  return {
    transporter: {
      type: "AMQP",
      options: {
        url: withHeartbeat(url),
        prefetch: 100,
        // amqplib leaves Nagle's algorithm on, which costs 40 ms a call.
        socketOptions: { noDelay: true, timeout: 5_000, ...tlsOptions(url, tls) },
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

/** Packets that somebody waits for; the rest is told again or of use to nobody any more. */
const AWAITED = new Set(["REQ", "EVENT", "PING"]);

/**
 * Moleculer also sends while its channel closes, and where it answers others nobody catches what
 * that throws, which would end the process.
 */
const losePackets = {
  name: "LosePackets",
  transitPublish: (next: (packet: { type: string }) => Promise<unknown>) =>
    async function (packet: { type: string }): Promise<unknown> {
      try {
        return await next(packet);
      } catch (error) {
        if (AWAITED.has(packet.type)) throw error;
        return undefined;
      }
    },
} as unknown as Middleware;

/** What we need of Moleculer that its types leave out. */
interface Inside {
  transit?: {
    tx: { connected: boolean; connection?: EventEmitter & { close(): Promise<void> } };
    pendingRequests: Map<string, Pending>;
  };
  registry: { getActionEndpoints(name: string): { hasLocal(): boolean } | undefined };
}

interface Pending {
  action: { name: string };
  nodeID: string | undefined;
  reject(error: Error): void;
}

function insideOf(broker: ServiceBroker): Inside {
  return broker as unknown as Inside;
}

/** Moleculer goes deaf when the broker closes only its channel; closing the connection makes it start over. */
function renewAfterChannelError(broker: ServiceBroker): void {
  broker.localBus.on("$transporter.error", ({ type }: { type: string }) => {
    if (type !== "failedChannel") return;
    const { connection } = insideOf(broker).transit?.tx ?? {};
    connection?.close().catch(() => undefined);
  });
}

/**
 * Moleculer lets a call wait for its whole time when the connection it went out on is lost, or when
 * RabbitMQ has set off an alarm and takes nothing. Nobody knows what became of it: it is given up.
 */
function giveUpWhenCutOff(broker: ServiceBroker): void {
  broker.localBus.on("$transporter.connected", () => {
    const { transit } = insideOf(broker);
    if (!transit) return;
    let patience: NodeJS.Timeout | undefined;
    const unblock = (): void => {
      clearTimeout(patience);
      patience = undefined;
      blocked.delete(broker);
    };
    unblock();
    transit.tx.connection
      ?.on("blocked", () => {
        blocked.add(broker);
        patience ??= setTimeout(() => giveUp(transit.pendingRequests), BLOCKED_PATIENCE);
      })
      .on("unblocked", unblock)
      .on("close", () => {
        unblock();
        giveUp(transit.pendingRequests);
      });
  });
}

function giveUp(pending: Map<string, Pending>): void {
  for (const [id, { action, nodeID, reject }] of pending) {
    pending.delete(id);
    reject(new Errors.RequestRejectedError({ action: action.name, nodeID: nodeID ?? "" }));
  }
}

/** Whether an action can be tried at all: locally, or over a transporter that takes messages. */
export function isReachable(broker: ServiceBroker, action: string): boolean {
  const { transit, registry } = insideOf(broker);
  if (!transit || (transit.tx.connected && !blocked.has(broker))) return true;
  return registry.getActionEndpoints(action)?.hasLocal() ?? false;
}
