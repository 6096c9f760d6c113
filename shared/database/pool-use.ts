import type { Knex } from "knex";

/** How full a pool is. */
export interface PoolUse {
  /** Connections that work for somebody. */
  used: number;
  idle: number;
  /** Those who wait for a connection. */
  waiting: number;
  /** How many connections there may be. */
  limit: number;
}

/** What tarn, Knex's pool, tells of itself. */
interface Tarn {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
  max: number;
}

/** How full a pool is at the moment. */
export function poolUse(db: Knex): PoolUse {
  const { pool } = db.client as { pool?: Tarn };
  if (!pool) return { used: 0, idle: 0, waiting: 0, limit: 0 };
  return {
    used: pool.numUsed(),
    idle: pool.numFree(),
    waiting: pool.numPendingAcquires(),
    limit: pool.max,
  };
}
