import { Gauge, type Registry } from "prom-client";
import type { PoolUse } from "../shared/database";
import type { OpenDatabase } from "./open-database";

/** Shows how full the process's pool is: connections used and idle, and who waits for one. */
export function watchPool(metrics: Registry, database: OpenDatabase): void {
  const gauge = (name: string, help: string, read: (use: PoolUse) => Record<string, number>) =>
    new Gauge({
      name,
      help,
      labelNames: ["state"],
      registers: [metrics],
      collect() {
        for (const [state, value] of Object.entries(read(database.use()))) {
          this.set(state === "" ? {} : { state }, value);
        }
      },
    });
  gauge(
    "jumar_database_pool_connections",
    "Connections of this process's pool, by what they do.",
    ({ used, idle }) => ({ used, idle }),
  );
  gauge(
    "jumar_database_pool_limit",
    "How many connections the pool of this process may have.",
    ({ limit }) => ({ "": limit }),
  );
  gauge(
    "jumar_database_pool_waiting",
    "How many wait for a connection of this process's pool.",
    ({ waiting }) => ({ "": waiting }),
  );
}
