import { Gauge, type Registry } from "prom-client";
import { poolUse } from "../shared/database";
import type { OpenDatabase } from "./open-database";

/** Shows how full each service's pool is: connections used and idle, and who waits for one. */
export function watchPools(metrics: Registry, database: OpenDatabase): void {
  const gauge = (
    name: string,
    help: string,
    read: (use: ReturnType<typeof poolUse>) => Record<string, number>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: ["service", "state"],
      registers: [metrics],
      collect() {
        for (const [service, pool] of database.pools()) {
          for (const [state, value] of Object.entries(read(poolUse(pool)))) {
            this.set(state === "" ? { service } : { service, state }, value);
          }
        }
      },
    });
  gauge(
    "jumar_database_pool_connections",
    "Connections of a service's pool, by what they do.",
    ({ used, idle }) => ({ used, idle }),
  );
  gauge(
    "jumar_database_pool_limit",
    "How many connections a service's pool may have in this process.",
    ({ limit }) => ({ "": limit }),
  );
  gauge(
    "jumar_database_pool_waiting",
    "How many wait for a connection of a service's pool.",
    ({ waiting }) => ({ "": waiting }),
  );
}
