import type { Knex } from "knex";
import { inTime } from "../waiting";
import { poolUse } from "./pool-use";

/** The code of what keeps the database from answering where it is this process that is busy. */
export const ALL_BUSY = "ALL_BUSY";

/** When a pool's connections last had an answer, by `performance.now()`. */
const answeredAt = new WeakMap<object, number>();

/** Notes that the database has answered on a connection of a pool. */
export function noteAnswer(pool: object): void {
  answeredAt.set(pool, performance.now());
}

/** Whether the database answers within `patience` ms, as `findFailure` has it. */
export async function answers(db: Knex, patience: number): Promise<boolean> {
  return (await findFailure(db, patience)) === undefined;
}

/**
 * What keeps the database from answering within `patience` ms, undefined when it answers. Who gets no
 * connection of the pool in that time is content with an answer to anybody else in it; without one, the
 * error's code is `ALL_BUSY`.
 */
export async function findFailure(db: Knex, patience: number): Promise<unknown> {
  const { pool } = db.client as { pool?: object };
  const asked = db.raw("select 1").then(
    () => ANSWERED,
    (error: unknown) => error,
  );
  const found = await inTime(asked, patience);
  if (found === ANSWERED) return undefined;
  if (found !== undefined) return found;
  const last = (pool && answeredAt.get(pool)) ?? -Infinity;
  if (performance.now() - last < patience) return undefined;
  const { used, limit, waiting } = poolUse(db);
  const code = waiting > 0 && used >= limit ? ALL_BUSY : "ETIMEDOUT";
  return Object.assign(new Error("no answer"), { code });
}

const ANSWERED = Symbol("answered");
