import type { Database } from "./connect";
import { readServerVersion } from "./server-version";

export type Engine = "cockroachdb" | "postgresql";

/** Which of the two engines a database is. */
export async function readEngine(db: Database): Promise<Engine> {
  const { name } = await readServerVersion(db);
  return name.startsWith("CockroachDB") ? "cockroachdb" : "postgresql";
}
