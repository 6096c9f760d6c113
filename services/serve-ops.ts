import { Gauge, Registry } from "prom-client";
import type { Config } from "../shared/config";
import { findFailure, wordsOfOutage } from "../shared/database";
import type { Delivery, Relay } from "../shared/events";
import { startOpsServer } from "../shared/observability";
import type { Agreement, DurableEvents } from "../shared/service";
import type { OpenDatabase } from "./open-database";
import { watchEvents } from "./watch-events";
import { watchPool } from "./watch-pool";

/** What runs in this process, once it does. */
interface Parts {
  relays: readonly Relay[];
  durable: DurableEvents;
  delivery: Delivery;
  /** Whether RabbitMQ takes no calls of this process. */
  isBlocked(): boolean;
  /** Whether the other processes understand this one. */
  agreement: Agreement;
  /** What is away of what its services need. */
  missing(): string[];
}

export interface Ops {
  port: number;
  /** The start is over: from now on it tells of these parts too. */
  show(parts: Parts): void;
  /** Readiness is over; the port stays until `close`. */
  stopping(): void;
  close(): Promise<void>;
}

const PATIENCE = 2_000;

/**
 * Opens the operator's port of this process, the first thing of a start. Ready means: it has started,
 * reaches its database and what its services need, gets its events and is understood by the others.
 */
export async function serveOps(config: Config, database: OpenDatabase): Promise<Ops> {
  let isStopping = false;
  let parts: Parts | undefined;
  const ready = async (): Promise<string[]> => {
    const failure = await findFailure(database.of("ops"), PATIENCE);
    const outage = failure === undefined ? undefined : wordsOfOutage(failure);
    return [
      ...(isStopping ? ["stopping"] : []),
      ...(outage ? [`database: ${outage.state}; ${outage.remedy}`] : []),
      ...(parts ? problemsOf(parts) : ["starting"]),
    ];
  };
  const server = await startOpsServer({
    host: config.host,
    port: config.opsPort,
    mayMove: !config.opsPortChosen,
    ready,
  });
  const [metrics] = server.registries;
  new Gauge({
    name: "jumar_ready",
    help: "Whether this process is ready: it has started, reaches its database and what its services need, gets its events and is understood by the others.",
    registers: [metrics],
    async collect() {
      this.set((await ready()).length === 0 ? 1 : 0);
    },
  });
  watchPool(metrics, database);
  return {
    port: server.port,
    show(running) {
      parts = running;
      server.registries.push(metricsOf(running, database));
    },
    stopping() {
      isStopping = true;
    },
    close: () => server.close(),
  };
}

function problemsOf({ relays, durable, delivery, agreement, missing }: Parts): string[] {
  const publishing = delivery.problem();
  return [
    ...(publishing === undefined || relays.length === 0 ? [] : [`broker: ${publishing}`]),
    ...durable.problems(),
    ...missing(),
    ...agreement.problems(),
  ];
}

function metricsOf(parts: Parts, database: OpenDatabase): Registry {
  const metrics = new Registry();
  new Gauge({
    name: "jumar_fleet_strangers",
    help: "Other processes that refuse this one's calls: another SECRET_KEY_BASE, or clocks apart.",
    registers: [metrics],
    collect() {
      this.set(parts.agreement.strangers());
    },
  });
  watchEvents(metrics, { database, ...parts });
  return metrics;
}
