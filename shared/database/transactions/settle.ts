import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Transaction } from "../connect";
import { isUniqueViolation } from "../errors";

/** Inserts once more a row that a transaction inserted, of a key that only this one has. */
export type Mark = (probe: Transaction) => PromiseLike<unknown>;

const marks = new WeakMap<Transaction, Mark>();
const repeatable = new WeakSet<Transaction>();

/**
 * Says by which row it can be found out whether a transaction was committed, if its connection dies
 * in COMMIT. The key has to be made anew at each run of the work, and the row to stay.
 */
export function leaveMark(trx: Transaction, mark: Mark): void {
  marks.set(trx, mark);
}

/**
 * Says that the work of a transaction may run again although it may have been committed: it finds what
 * it did, and waits for itself where that is still being committed.
 */
export function mayRepeat(trx: Transaction): void {
  repeatable.add(trx);
}

/** In ms. Callers want an answer within 3 s of an outage. */
const SETTLE_WITHIN = 2_500;
const PAUSE = 50;

/**
 * What became of a transaction whose COMMIT was not answered: `committed`; `repeat` when it was not,
 * or may be run again anyway; `unknown` when that cannot be found out in 2.5 s.
 */
export async function settle(
  db: Database,
  trx: Transaction,
): Promise<"committed" | "repeat" | "unknown"> {
  const mark = marks.get(trx);
  if (!mark) return repeatable.has(trx) ? "repeat" : "unknown";
  const giveUpAt = Date.now() + SETTLE_WITHIN;
  for (;;) {
    const left = giveUpAt - Date.now();
    if (left <= 0) return "unknown";
    const tooLate = new AbortController();
    const found = await Promise.race([
      probe(db, mark, left),
      sleep(left, undefined, { signal: tooLate.signal }).catch(() => undefined),
    ]);
    tooLate.abort();
    if (found) return found;
    await sleep(Math.min(PAUSE, Math.max(0, giveUpAt - Date.now())));
  }
}

const NOT_THERE = new Error("the row is not there, and this was only to find out");

/**
 * An insert of the same key waits for a transaction that has one and is still being committed. So it
 * fails only after that was committed, and succeeds only when it never will be; a select would not wait.
 */
async function probe(
  db: Database,
  mark: Mark,
  within: number,
): Promise<"committed" | "repeat" | undefined> {
  try {
    return await db.transaction(
      async (trx) => {
        await trx.raw(`set local statement_timeout = ${Math.ceil(within)}`);
        await mark(trx);
        throw NOT_THERE;
      },
      { isolationLevel: "read committed" },
    );
  } catch (error) {
    if (error === NOT_THERE) return "repeat";
    return isUniqueViolation(error) ? "committed" : undefined;
  }
}
