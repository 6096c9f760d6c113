import { AppError } from "../../errors";
import type { Database } from "../connect";
import { isSerializationFailure, isUnknownOutcome, isUnreachable } from "../errors";
import { measured } from "./measure-transactions";

/**
 * Runs one statement by itself, at READ COMMITTED (behind a pooler at the server's default) and in one
 * round trip, again when it lost against another. It has to be a read, or a change that may be made again:
 * a condition on a row that another holds is looked at anew once the other has let go, a subquery is not.
 * Throws `unavailable` when the database is away, also when it went away while the statement ran.
 */
export async function statement<T>(
  db: Database,
  run: (db: Database) => PromiseLike<T>,
): Promise<T> {
  return await measured("statement", async () => {
    try {
      return await run(db);
    } catch (error) {
      if (isSerializationFailure(error))
        throw new AppError("overloaded", { retryAfter: 1, cause: error });
      if (isUnreachable(error) || isUnknownOutcome(error))
        throw new AppError("unavailable", { retryAfter: 1, cause: error });
      throw error;
    }
  });
}
