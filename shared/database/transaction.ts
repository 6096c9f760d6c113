import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors";
import type { Database, Transaction } from "./connect";
import { isSerializationFailure, isUnreachable } from "./errors";

const MAX_TRIES = 12;
const FIRST_PAUSE = 4;
const LONGEST_PAUSE = 250;

/**
 * Runs `work` in a transaction, SERIALIZABLE unless told otherwise, again from its beginning when it lost against another
 * (40001, also at COMMIT), so `work` must hold database work only. Throws `unavailable` when nothing
 * happened because the database is away, and `timeout` when it went away during COMMIT, where
 * nobody knows.
 */
export async function transaction<T>(
  db: Database,
  work: (trx: Transaction) => PromiseLike<T>,
  { isolationLevel = "serializable" }: { isolationLevel?: "serializable" | "read committed" } = {},
): Promise<T> {
  let committing = false;
  const once = async (trx: Transaction): Promise<T> => {
    const result = await work(trx);
    committing = true;
    return result;
  };
  return await untilWon(async () => {
    committing = false;
    try {
      return await db.transaction(once, { isolationLevel });
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      throw new AppError(committing ? "timeout" : "unavailable", { retryAfter: 1, cause: error });
    }
  });
}

/**
 * Runs one statement by itself, at SERIALIZABLE like everything, again when it lost against another:
 * one round trip where a transaction takes three. What became of it when the database goes away
 * nobody knows.
 */
export async function statement<T>(
  db: Database,
  run: (db: Database) => PromiseLike<T>,
): Promise<T> {
  return await untilWon(() => run(db));
}

async function untilWon<T>(run: () => PromiseLike<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isSerializationFailure(error)) throw error;
      if (tries === MAX_TRIES) throw new AppError("overloaded", { retryAfter: 1, cause: error });
      await sleep(jitter(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries)));
    }
  }
}

function jitter(ms: number): number {
  return ms * (0.5 + Math.random());
}
