import knex, { type Knex } from "knex";
import { retryStatements } from "./retry-statements";
import { connectionOptions, type ConnectionSettings } from "./connection";

export type Database = Knex;
export type Transaction = Knex.Transaction;

/**
 * Opens a pool of at most `poolSize` connections for one service; connects lazily. What loses against
 * another transaction (40001) runs again, here by the statement, in `transaction` as a whole.
 */
export function connect(options: {
  settings: ConnectionSettings;
  service: string;
  poolSize: number;
}): Database {
  const pool = knex({
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
  return retryStatements(pool);
}

// Knex repeats to its log what it also throws.
function ignore(): void {
  return;
}
