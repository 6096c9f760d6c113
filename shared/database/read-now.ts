import type { Database, Transaction } from "./connect";

const MILLISECOND = "interval '1 millisecond'";
const NOW = {
  up: `date_trunc('milliseconds', now()) + ${MILLISECOND}`,
  down: "date_trunc('milliseconds', now())",
};

/**
 * The database's time, which in a transaction is that of its beginning, in whole milliseconds: `down`
 * is not after it, and everything that happened until then lies before `up`.
 */
export async function readNow(db: Database | Transaction, rounded: "up" | "down"): Promise<Date> {
  const { rows } = await db.raw<{ rows: { now: Date }[] }>(`select ${NOW[rounded]} as now`);
  return (rows[0] as { now: Date }).now;
}
