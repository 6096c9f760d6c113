import knex, { type Knex } from "knex";
import { connectionOptions, type ConnectionSettings } from "./connection";

export type Database = Knex;
export type Transaction = Knex.Transaction;

/** Opens a pool of at most `poolSize` connections for one service; connects lazily. */
export function connect(options: {
  settings: ConnectionSettings;
  service: string;
  poolSize: number;
}): Database {
  return knex({
    client: "cockroachdb",
    // Otherwise an error's message repeats the statement with its values.
    compileSqlOnError: false,
    connection: connectionOptions(options.settings, options.service) as Knex.PgConnectionConfig,
    acquireConnectionTimeout: 2_500,
    pool: {
      min: 0,
      max: options.poolSize,
      maxConnectionLifetimeMillis: 30 * 60_000,
      maxConnectionLifetimeJitterMillis: 5 * 60_000,
    },
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  });
}

// Knex repeats to its log what it also throws.
function ignore(): void {
  return;
}
