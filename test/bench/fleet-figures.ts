import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../shared/database";
import type { Fleet } from "../support/fleet";
import { scrape } from "../support/scrape";

/** The figure that a statement answers as `count`. */
export async function countOf(db: Database, sql: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: string }[] }>(sql);
  return Number(rows[0]?.count);
}

export const RETRIES = "jumar_database_transaction_retries_total";

/** A metric's sum over every process. */
export async function totalOf(fleet: Fleet, metric: string): Promise<number> {
  const scraped = await Promise.all(fleet.names().map((name) => scrape(fleet.opsUrl(name))));
  return scraped.reduce((sum, one) => sum + (one.sum(metric) ?? 0), 0);
}

/** Waits for a condition, looking every so many ms; throws after two minutes. */
export async function until(condition: () => Promise<boolean>, every = 50): Promise<void> {
  const since = performance.now();
  while (!(await condition())) {
    if (performance.now() - since > 120_000) throw new Error("a benchmark did not come to its end");
    await sleep(every);
  }
}
