import type { Database } from "../../shared/database";
import { type Finding, ok, problem } from "./finding";

/** In seconds. A mail leaves at once when nothing is wrong. */
const WAIT_TOLERANCE = 15 * 60;

/** Mails that were given up, and how long those have waited that are still to be sent. */
export async function checkMails(db: Database): Promise<Finding> {
  const { rows } = await db.raw<{ rows: { waiting: string; age: number; given_up: string }[] }>(
    `select count(*) as waiting,
       coalesce(extract(epoch from now() - min(coalesce(retried_at, created_at))), 0)::float8 as age,
       (select count(*) from notifier.deliveries where status = 'parked') as given_up
     from notifier.deliveries where status = 'queued'`,
  );
  const { waiting, age, given_up } = rows[0] ?? { waiting: 0, age: 0, given_up: 0 };
  const givenUp = Number(given_up);
  const isLate = age > WAIT_TOLERANCE;
  const minutes = Math.round(age / 60);
  const parts = [
    ...(givenUp > 0 ? [`${givenUp} ${givenUp === 1 ? "was" : "were"} given up`] : []),
    ...(isLate ? [`${waiting} to be sent, the oldest for ${minutes} minutes`] : []),
  ];
  if (parts.length === 0)
    return ok("mails", Number(waiting) === 0 ? "none waits" : `${waiting} to be sent`);
  const remedies = [
    ...(givenUp > 0
      ? ["see why with `jumar mails list`, then `jumar mails retry --all` or `jumar mails discard`"]
      : []),
    ...(isLate ? ["see why with `jumar mails list --waiting`, and that a notifier runs"] : []),
  ];
  return problem("mails", parts.join(", "), remedies.join("; "));
}
