import { type Database, transaction } from "../../shared/database";

/** A step of how PostgreSQL answered a statement, with those below it. */
export interface Step {
  "Node Type": string;
  "Actual Rows": number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Step[];
}

interface Query {
  sql: string;
  bindings: unknown[];
}

/**
 * Does some work, then has each of its selects explained while it runs once more; of those only that
 * `about` is part of. Whole tables are read only where nothing else is possible, however small they are.
 */
export async function plansOf(
  db: Database,
  work: () => Promise<unknown>,
  about = "",
): Promise<Step[]> {
  const queries: Query[] = [];
  const listen = (query: Query) => queries.push(query);
  db.on("query", listen);
  await work().finally(() => db.removeListener("query", listen));
  const asked = queries.filter(({ sql }) => sql.startsWith("select") && sql.includes(about));
  if (asked.length === 0) throw new Error("nothing was selected");
  return await transaction(db, async (trx) => {
    await trx.raw("set local enable_seqscan = off");
    const plans: Step[] = [];
    for (const { sql, bindings } of asked) {
      const { rows } = await trx.raw<{ rows: { "QUERY PLAN": [{ Plan: Step }] }[] }>(
        `explain (analyze, buffers, timing off, format json) ${sql.replaceAll(/\$\d+/g, "?")}`,
        bindings as string[],
      );
      const [row] = rows;
      if (row) plans.push(row["QUERY PLAN"][0].Plan);
    }
    return plans;
  });
}

/** How many pages of tables and indexes it read, in memory or not, each as often as it did. */
export function pagesRead(plan: Step): number {
  return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
}

/** A step and all below it. */
export function stepsOf(plan: Step): Step[] {
  return [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
}
