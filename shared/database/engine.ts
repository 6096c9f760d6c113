import type { Database } from "./connect";

export type Engine = "cockroachdb" | "postgresql";

/** Which of the two engines a database is. */
export async function readEngine(db: Database): Promise<Engine> {
  const { rows } = await db.raw<{ rows: { version: string }[] }>("select version() as version");
  return rows[0]?.version.startsWith("CockroachDB") ? "cockroachdb" : "postgresql";
}
