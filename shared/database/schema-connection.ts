import knex, { type Knex } from "knex";
import { configOf, type Database } from "./connect";
import { retryStatements } from "./retry-statements";
import { SCHEMA_SETTINGS, sessionBeginner, sessionOf } from "./session";

/** By which name the connection that changes the schema shows in the database's list of sessions. */
export const SCHEMA_CONNECTION = "jumar-schema";

/** The schema was to be changed through a pooler. */
class PoolerError extends Error {
  override readonly name = "PoolerError";
  constructor() {
    super(
      "the schema cannot be changed through a pooler; run `jumar migrate` with a DATABASE_URL that leads to the server itself",
    );
  }
}

type Provider = () => Promise<Knex.PgConnectionConfig>;

/**
 * Runs `work` on a pool of one connection to the same database as `db`, for changing its schema: a
 * statement may take hours, as an index on millions of rows does, but what waits for a lock longer than
 * 3 s fails; see `persist`. Throws a PoolerError where it would not have a session to itself.
 */
export async function withSchemaConnection<T>(
  db: Database,
  work: (schemaDb: Database) => Promise<T>,
): Promise<T> {
  const config = configOf(db);
  const given = config.connection as Knex.PgConnectionConfig | Provider;
  const connection = typeof given === "function" ? async () => named(await given()) : named(given);
  const afterCreate = sessionBeginner(SCHEMA_SETTINGS, ({ direct }) => {
    if (!direct) throw new PoolerError();
  });
  const pool = { min: 0, max: 1, afterCreate };
  const schemaDb = retryStatements(knex({ ...config, connection, pool }));
  try {
    return await work(schemaDb);
  } finally {
    await schemaDb.destroy();
  }
}

/** Throws a PoolerError where a pooler is in between, before anything is changed. */
export async function requireOwnSession(db: Database): Promise<void> {
  const client = db.client as {
    acquireConnection(): Promise<object>;
    releaseConnection(connection: object): Promise<void>;
  };
  const connection = await client.acquireConnection();
  const session = sessionOf(connection);
  await client.releaseConnection(connection);
  if (session?.direct === false) throw new PoolerError();
}

function named(connection: Knex.PgConnectionConfig): Knex.PgConnectionConfig {
  return {
    ...connection,
    // Knex hides it from copies.
    ...(connection.password === undefined ? {} : { password: connection.password }),
    application_name: SCHEMA_CONNECTION,
  };
}
