import knex, { type Knex } from "knex";
import { connectionOptions, type ConnectionSettings } from "./connection";
import { measureQueries } from "./measure-queries";
import { retryStatements } from "./retry-statements";
import { actInRole } from "./roles/act-in-role";
import type { Servers } from "./servers";

export type Database = Knex;
export type Transaction = Knex.Transaction;

/** In ms. Load spreads anew over servers that have come back, and no connection grows old. */
const LIFETIME = { least: 30 * 60_000, spread: 5 * 60_000 };

/**
 * Opens a pool of at most `poolSize` connections for one service, which act in its `role` where there
 * is one; connects lazily, to the server that `servers` chooses. What loses against another
 * transaction (40001) runs again, here by the statement, in `transaction` as a whole.
 */
export function connect(options: {
  settings: ConnectionSettings;
  service: string;
  poolSize: number;
  servers?: Servers | undefined;
  role?: string | undefined;
  lifetime?: typeof LIFETIME;
}): Database {
  const { settings, service, poolSize, servers, role, lifetime = LIFETIME } = options;
  const fixed = connectionOptions(settings, service) as Knex.PgConnectionConfig;
  const pool = knex({
    client: "cockroachdb",
    // Otherwise an error's message repeats the statement with its values.
    compileSqlOnError: false,
    connection: servers ? () => toCurrent(fixed, servers) : fixed,
    acquireConnectionTimeout: 2_500,
    pool: {
      min: 0,
      max: poolSize,
      maxConnectionLifetimeMillis: lifetime.least,
      maxConnectionLifetimeJitterMillis: lifetime.spread,
      ...(servers ? { validate: (client: Address) => servers.isCurrent(client) } : {}),
      ...(role === undefined ? {} : { afterCreate: actInRole(role) }),
    },
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  });
  return measureQueries(retryStatements(pool), service);
}

type Address = Awaited<ReturnType<Servers["current"]>>;

async function toCurrent(
  fixed: Knex.PgConnectionConfig,
  servers: Servers,
): Promise<Knex.PgConnectionConfig> {
  const address = await servers.current();
  return { ...fixed, ...address, expirationChecker: () => !servers.isCurrent(address) };
}

// Knex repeats to its log what it also throws.
function ignore(): void {
  return;
}
