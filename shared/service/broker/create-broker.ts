import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  type BrokerOptions,
  type Middleware,
  ServiceBroker,
  type TransporterConfig,
} from "moleculer";
import { outageOf } from "../../amqp";
import type { PemFiles } from "../../config";
import type { Logger, Outage } from "../../observability";
import { aborted } from "../../waiting";
import { translateDeadlines } from "../calls/deadlines";
import { endLateCalls } from "../calls/end-late-calls";
import type { Member } from "../fleet/member";
import { AmqpTransporter } from "./amqp-transporter";
import { giveUpWhenCutOff, renewAfterChannelError } from "./connection-loss";
import { startBeforeJoining } from "./join";
import { MoleculerLogger } from "./moleculer-logger";
import { ANNOUNCEMENT, HEARTBEAT, PatientDiscoverer } from "./patient-discoverer";

/** A call is given up after this many ms; what it asked for may still have happened. */
export const REQUEST_TIMEOUT = 10_000;

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
  /** What this process is in the fleet. */
  member?: Member;
  /** Tells of outages of RabbitMQ; the log is told when absent. */
  outage?: Outage;
  /** Its services start without the others then, as they do when RabbitMQ cannot be reached. */
  signal?: AbortSignal | undefined;
}): ServiceBroker {
  const { member, amqpUrl, amqpTls, outage = outageOf(options.log, "calls") } = options;
  const transporter =
    amqpUrl === undefined
      ? undefined
      : new AmqpTransporter(amqpUrl, amqpTls, REQUEST_TIMEOUT, outage);
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
    middlewares: [
      ...options.middlewares,
      losePackets,
      translateDeadlines(),
      endLateCalls,
      ...(member ? [member.middleware] : []),
    ],
    metadata: { ...ANNOUNCEMENT, ...member?.metadata },
    ...(transporter ? over(transporter) : alone),
  });
  if (transporter) {
    startBeforeJoining(broker, Promise.race([transporter.tried, aborted(options.signal)]));
  }
  renewAfterChannelError(broker);
  giveUpWhenCutOff(broker);
  return broker;
}

/** A node's queues begin with it, so that each RabbitMQ user can be kept to the queues of its services. */
function nameOf(services: readonly string[] = []): string {
  return [...services].sort().join("+") || "operator";
}

/** Nobody has to hear that this node stops, so it does at once. */
const alone: BrokerOptions = { registry: { stopDelay: 0 } };

function over(transporter: AmqpTransporter): BrokerOptions {
  return {
    transporter: transporter as unknown as TransporterConfig,
    // Who has started is called at once; Moleculer would tell the others after a second.
    transit: { serviceChangedDebounceTime: 0 } as BrokerOptions["transit"] & object,
    heartbeatInterval: HEARTBEAT.interval,
    heartbeatTimeout: HEARTBEAT.timeout,
    registry: { preferLocal: true, discoverer: new PatientDiscoverer() },
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
