import knex, { type Knex } from "knex";
import { connectionOptions, type ConnectionSettings } from "./connection";
import { measureConnections, measureQueries } from "./measure-queries";
import { retryStatements } from "./retry-statements";
import type { Servers } from "./servers";
import { actInRole, isCurrent, type Roles, sessionBeginner } from "./session";

/** What is the same for everybody who shares a pool. */
const HOW: Knex.Config = {
  client: "cockroachdb",
  // Otherwise an error's message repeats the statement with its values.
  compileSqlOnError: false,
  log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
};

export type Database = Knex;
export type Transaction = Knex.Transaction;

/** In ms. Load spreads anew over servers that have come back, and no connection grows old. */
const LIFETIME = { least: 30 * 60_000, spread: 5 * 60_000 };

/** Who works on a database, and in which role; as the user of DATABASE_URL without one. */
interface Actor {
  service: string;
  roles?: Roles;
}

/** A pool that several services share. */
export interface Pool {
  /** The database as nobody in particular has it, to look at the pool itself. */
  db: Database;
  /** The database as a service has it, over connections of the pool. */
  as(actor: Actor): Database;
  close(): Promise<void>;
}

interface PoolOptions {
  settings: ConnectionSettings;
  /** How its connections show in the database's list of sessions, after `jumar-`. */
  name: string;
  poolSize: number;
  servers?: Servers | undefined;
  lifetime?: typeof LIFETIME;
}

/**
 * Opens a pool of at most `poolSize` connections; connects lazily, to the server that `servers`
 * chooses. What loses against another transaction (40001) runs again, here by the statement, in
 * `transaction` as a whole.
 */
export function openPool(options: PoolOptions): Pool {
  const base = openConnections(options);
  const { pool } = base.client as { pool: never };
  return {
    db: base,
    as: (actor) => prepare(knex({ ...HOW, connectionPool: pool }), actor),
    close: () => base.destroy(),
  };
}

/** Opens a pool for one service alone; see `openPool`. */
export function connect(options: Omit<PoolOptions, "name"> & Actor): Database {
  return prepare(openConnections({ ...options, name: options.service }), options);
}

function prepare(db: Database, { service, roles = () => [] }: Actor): Database {
  return measureQueries(retryStatements(actInRole(db, roles)), service);
}

function openConnections(options: PoolOptions): Database {
  const { settings, name, poolSize, servers, lifetime = LIFETIME } = options;
  const fixed = connectionOptions(settings, name) as Knex.PgConnectionConfig;
  const config: Knex.Config = {
    ...HOW,
    connection: servers ? () => toCurrent(fixed, servers) : fixed,
    acquireConnectionTimeout: 2_500,
    pool: {
      min: 0,
      max: poolSize,
      maxConnectionLifetimeMillis: lifetime.least,
      maxConnectionLifetimeJitterMillis: lifetime.spread,
      validate: (client: Address) => isCurrent(client) && (servers?.isCurrent(client) ?? true),
      afterCreate: sessionBeginner(),
    },
  };
  const db = knex(config);
  configs.set((db.client as { pool: object }).pool, config);
  measureConnections(db);
  return db;
}

/** With what each pool was opened. */
const configs = new WeakMap<object, Knex.Config>();

/** With what the pool of a database was opened, whoever shares it. */
export function configOf(db: Database): Knex.Config {
  return configs.get((db.client as { pool: object }).pool) ?? {};
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
