import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../errors";
import type { Database, Transaction } from "../connect";
import { isSerializationFailure, isUnknownOutcome, isUnreachable } from "../errors";
import { measured, retries } from "./measure-transactions";
import { settle } from "./settle";

const MAX_TRIES = 12;
const FIRST_PAUSE = 4;
const LONGEST_PAUSE = 250;

/**
 * Runs `work` in a transaction, SERIALIZABLE unless told otherwise, again from its beginning when it
 * lost against another (40001, also at COMMIT), so `work` must hold database work only. Throws
 * `unavailable` when nothing happened because the database is away. When it went away during COMMIT,
 * what happened is found out by what `work` left (`leaveMark`, `mayRepeat`); where nobody can know in
 * time, throws `timeout`.
 */
export async function transaction<T>(
  db: Database,
  work: (trx: Transaction) => PromiseLike<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return await measured("transaction", () => run(db, work, options));
}

interface TransactionOptions {
  isolationLevel?: "serializable" | "read committed";
}

async function run<T>(
  db: Database,
  work: (trx: Transaction) => PromiseLike<T>,
  { isolationLevel = "serializable" }: TransactionOptions,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    let committing: { trx: Transaction; result: T } | undefined;
    try {
      return await db.transaction(
        async (trx) => {
          const result = await work(trx);
          committing = { trx, result };
          return result;
        },
        { isolationLevel },
      );
    } catch (error) {
      if (isSerializationFailure(error)) {
        if (tries === MAX_TRIES) throw new AppError("overloaded", { retryAfter: 1, cause: error });
        retries.inc();
        await sleep(jitter(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries)));
      } else if (isUnreachable(error) || isUnknownOutcome(error)) {
        const away = (code: "timeout" | "unavailable") =>
          new AppError(code, { retryAfter: 1, cause: error });
        if (!committing) throw away("unavailable");
        const outcome = await settle(db, committing.trx);
        if (outcome === "committed") return committing.result;
        if (outcome === "unknown") throw away("timeout");
        // Of what may be repeated, some may have happened; a mark says that nothing has.
        if (tries === MAX_TRIES) throw away("timeout");
      } else {
        throw error;
      }
    }
  }
}

function jitter(ms: number): number {
  return ms * (0.5 + Math.random());
}
