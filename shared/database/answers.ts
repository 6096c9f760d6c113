import type { Knex } from "knex";
import { inTime } from "../waiting";

/** When a pool's connections last had an answer, by `performance.now()`. */
const answeredAt = new WeakMap<object, number>();

/** Notes that the database has answered on a connection of a pool. */
export function noteAnswer(pool: object): void {
  answeredAt.set(pool, performance.now());
}

/** See `findFailure`. */
export async function answers(db: Knex, patience: number): Promise<boolean> {
  return (await findFailure(db, patience)) === undefined;
}

/**
 * What keeps the database from answering within `patience` ms, undefined when it answers. Where all
 * connections are busy for longer than that, that it has answered anybody meanwhile will do.
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
  return performance.now() - last < patience
    ? undefined
    : Object.assign(new Error("no answer"), { code: "ETIMEDOUT" });
}

const ANSWERED = Symbol("answered");
