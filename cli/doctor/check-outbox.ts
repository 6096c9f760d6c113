import type { Database } from "../../shared/database";
import { ok, problem, type Finding } from "./finding";

/** In seconds. */
const LAG_TOLERANCE = 60;

/** How long events wait to be published; nothing relays them when that grows. */
export async function checkOutbox(db: Database): Promise<Finding> {
  const { rows } = await db.raw<{ rows: { waiting: string; age: number | null }[] }>(
    `select count(*) as waiting, extract(epoch from now() - min(created_at))::float8 as age
     from accounts.unpublished`,
  );
  const { waiting = "0", age } = rows[0] ?? {};
  if (Number(waiting) === 0) return ok("outbox", "no event waits");
  const events = Number(waiting) === 1 ? "1 event waits" : `${waiting} events wait`;
  const detail = `${events}, the oldest for ${Math.round(age ?? 0)} s`;
  if ((age ?? 0) < LAG_TOLERANCE) return ok("outbox", detail);
  const remedy = "start a process that relays: `jumar worker`, or one with accounts";
  return problem("outbox", detail, remedy);
}
