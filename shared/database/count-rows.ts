import type { Transaction } from "./connect";

/** How many rows a query has; beyond the bound of who asked, about how many. */
export interface RowCount {
  count: number;
  isEstimate: boolean;
}

/**
 * Counts what a query has (its text in SQL, with `?` for bindings) up to a bound. Beyond that counting would
 * take ever longer, and the planner's estimate is taken, which is never below the bound.
 */
export async function countRows(
  trx: Transaction,
  { sql, bindings }: { sql: string; bindings: readonly unknown[] },
  exactUpTo: number,
): Promise<RowCount> {
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    `select count(*) as count from (${sql} limit ${exactUpTo + 1}) as counted`,
    [...bindings] as never[],
  );
  const count = rows[0]?.count ?? 0;
  if (count <= exactUpTo) return { count, isEstimate: false };
  const { rows: plan } = await trx.raw<{ rows: Record<string, string>[] }>(`explain ${sql}`, [
    ...bindings,
  ] as never[]);
  const text = plan.flatMap((line) => Object.values(line)).join("\n");
  return { count: Math.max(count, estimateOf(text)), isEstimate: true };
}

/** Of the first step of a plan: `rows=1234` on PostgreSQL, `estimated row count: 1,234` on CockroachDB. */
export function estimateOf(plan: string): number {
  const found = /\brows=(\d+)|estimated row count: ([\d,]+)/.exec(plan);
  return Number((found?.[1] ?? found?.[2] ?? "0").replaceAll(",", ""));
}
