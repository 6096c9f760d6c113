import { Gauge } from "prom-client";
import type { Config } from "../shared/config";
import { wordsOfOutage } from "../shared/database";
import type { Delivery, Relay } from "../shared/events";
import { startOpsServer } from "../shared/observability";
import type { Agreement, DurableEvents } from "../shared/service";
import type { OpenDatabase } from "./open-database";
import { watchEvents } from "./watch-events";
import { watchPools } from "./watch-pools";

interface Parts {
  config: Config;
  database: OpenDatabase;
  relays: readonly Relay[];
  durable: DurableEvents;
  delivery: Delivery;
  /** Whether RabbitMQ takes no calls of this process. */
  isBlocked(): boolean;
  /** Whether the other processes understand this one. */
  agreement: Agreement;
}

interface Ops {
  port: number;
  /** Readiness is over; the port stays until `close`. */
  stopping(): void;
  close(): Promise<void>;
}

const PATIENCE = 2_000;

/**
 * The operator's port of this process. Ready means: it reaches its database, gets its events and is
 * understood by the other processes.
 */
export async function serveOps({
  config,
  database,
  relays,
  durable,
  delivery,
  isBlocked,
  agreement,
}: Parts): Promise<Ops> {
  let isStopping = false;
  const ready = async (): Promise<string[]> => {
    const outage = await database
      .of("ops")
      .raw("select 1")
      .timeout(PATIENCE)
      .then(() => undefined, wordsOfOutage);
    const publishing = delivery.problem();
    return [
      ...(isStopping ? ["stopping"] : []),
      ...(outage ? [`database: ${outage.state}; ${outage.remedy}`] : []),
      ...(publishing === undefined || relays.length === 0 ? [] : [`broker: ${publishing}`]),
      ...durable.problems(),
      ...agreement.problems(),
    ];
  };
  const server = await startOpsServer({
    host: config.host,
    port: config.opsPort,
    mayMove: !config.opsPortChosen,
    ready,
  });
  new Gauge({
    name: "jumar_ready",
    help: "Whether this process is ready: it reaches its database and gets its events.",
    registers: [server.metrics],
    async collect() {
      this.set((await ready()).length === 0 ? 1 : 0);
    },
  });
  new Gauge({
    name: "jumar_fleet_strangers",
    help: "Other processes that refuse this one's calls: another SECRET_KEY_BASE, or clocks apart.",
    registers: [server.metrics],
    collect() {
      this.set(agreement.strangers());
    },
  });
  watchEvents(server.metrics, { database, relays, durable, delivery, isBlocked });
  watchPools(server.metrics, database);
  return {
    port: server.port,
    stopping() {
      isStopping = true;
    },
    close: () => server.close(),
  };
}
