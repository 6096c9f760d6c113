import { setTimeout as sleep } from "node:timers/promises";
import type { Knex } from "knex";
import { isSerializationFailure } from "./errors";
import { retries } from "./transactions/measure-transactions";

const MAX_TRIES = 12;
/** In ms. */
const PAUSE = 5;

type RunQuery = (connection: unknown, query: object) => Promise<unknown>;

/**
 * Has the statements of a pool that are in no transaction run again when they lost against one (40001,
 * a deadlock): alone they have done nothing. Statements inside a transaction fail, because all of it
 * has to run again; they go through a client of their own.
 */
export function retryStatements(pool: Knex): Knex {
  const client = pool.client as { _query: RunQuery };
  const runOnce = client._query.bind(client);
  client._query = async (connection, query) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await runOnce(connection, query);
      } catch (error) {
        if (tries === MAX_TRIES || !isSerializationFailure(error)) throw error;
        retries.inc();
        await sleep(PAUSE * tries * (0.5 + Math.random()));
      }
    }
  };
  return pool;
}
