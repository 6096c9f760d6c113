import { publisherNames } from "../../shared/contracts";
import type { Database } from "../../shared/database";
import { type Finding, ok, problem } from "./finding";

/** In seconds. */
const LAG_TOLERANCE = 60;

/** How long events wait to be published; nothing relays them when that grows. */
export async function checkOutbox(db: Database): Promise<Finding> {
  let waiting = 0;
  let age = 0;
  const late: string[] = [];
  for (const name of publisherNames) {
    const { rows } = await db.raw<{ rows: { waiting: string; age: number | null }[] }>(
      `select count(*) as waiting, extract(epoch from now() - min(created_at))::float8 as age
       from ??.unpublished`,
      [name],
    );
    waiting += Number(rows[0]?.waiting ?? 0);
    age = Math.max(age, rows[0]?.age ?? 0);
    if ((rows[0]?.age ?? 0) >= LAG_TOLERANCE) late.push(name);
  }
  if (waiting === 0) return ok("outbox", "no event waits");
  const events = waiting === 1 ? "1 event waits" : `${waiting} events wait`;
  const detail = `${events}, the oldest for ${Math.round(age)} s`;
  if (late.length === 0) return ok("outbox", detail);
  const remedy = `start a process that relays: \`jumar worker\`, or one with ${late.join(" and ")}`;
  return problem("outbox", detail, remedy);
}
