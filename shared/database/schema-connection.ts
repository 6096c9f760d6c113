import knex, { type Knex } from "knex";
import type { Database } from "./connect";
import { schemaConnectionOptions } from "./connection";
import { retryStatements } from "./retry-statements";

type Provider = () => Promise<Knex.PgConnectionConfig>;

/**
 * Runs `work` on a pool of one connection to the same database as `db`, for changing its schema. What
 * waits for a lock longer than 3 s fails there; see `persist`.
 */
export async function withSchemaConnection<T>(
  db: Database,
  work: (schemaDb: Database) => Promise<T>,
): Promise<T> {
  const { config } = db.client as { config: Knex.Config };
  const given = config.connection as Knex.PgConnectionConfig | Provider;
  const connection =
    typeof given === "function"
      ? async () => schemaConnectionOptions(await given())
      : schemaConnectionOptions(given);
  const schemaDb = retryStatements(knex({ ...config, connection, pool: { min: 0, max: 1 } }));
  try {
    return await work(schemaDb);
  } finally {
    await schemaDb.destroy();
  }
}
