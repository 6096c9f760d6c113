import { Gauge, type Registry } from "prom-client";
import { poolUse } from "../shared/database";
import type { OpenDatabase } from "./open-database";

/** Shows how full each service's pool is: connections used and idle, and who waits for one. */
export function watchPools(metrics: Registry, database: OpenDatabase): void {
  const gauge = (name: string, help: string, labelNames: string[]): Gauge =>
    new Gauge({ name, help, labelNames, registers: [metrics] });
  const limit = gauge(
    "jumar_database_pool_limit",
    "How many connections a service's pool may have in this process.",
    ["service"],
  );
  const waiting = gauge(
    "jumar_database_pool_waiting",
    "How many wait for a connection of a service's pool.",
    ["service"],
  );
  new Gauge({
    name: "jumar_database_pool_connections",
    help: "Connections of a service's pool, by what they do.",
    labelNames: ["service", "state"],
    registers: [metrics],
    collect() {
      for (const [service, pool] of database.pools()) {
        const use = poolUse(pool);
        this.set({ service, state: "used" }, use.used);
        this.set({ service, state: "idle" }, use.idle);
        limit.set({ service }, use.limit);
        waiting.set({ service }, use.waiting);
      }
    },
  });
}
