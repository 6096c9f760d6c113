import { subscriberNames } from "../../shared/contracts";
import type { Database } from "../../shared/database";
import { type Finding, ok, problem } from "./finding";

/** What subscribers gave up, which nobody else will try again. */
export async function checkDeadLetters(db: Database): Promise<Finding> {
  const counts: string[] = [];
  for (const name of subscriberNames) {
    const { rows } = await db.raw<{ rows: { count: string }[] }>(
      "select count(*) as count from ??.inbox where status = 'dead'",
      [name],
    );
    const count = Number(rows[0]?.count);
    if (count > 0) counts.push(`${name} gave up ${count}`);
  }
  if (counts.length === 0) return ok("dead letters", "none");
  return problem(
    "dead letters",
    counts.join(", "),
    "see why with `jumar dead-letters list`, then `jumar dead-letters retry --all`",
  );
}
