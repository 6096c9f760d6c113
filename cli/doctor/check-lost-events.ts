import { subscriberNames } from "../../shared/contracts";
import type { Database } from "../../shared/database";
import { readReconciliation } from "../../shared/events";
import { shortTime } from "../times";
import { type Finding, notUsed, ok, problem } from "./finding";

/** In ms. Somebody compares every five minutes, as long as the subscriber runs. */
const LOOKED_WITHIN = 30 * 60_000;

/** Whether subscribers have every event of the log, as they compare it themselves, and what they lacked last. */
export async function checkLostEvents(db: Database): Promise<Finding> {
  const part = "lost events";
  const looks = await Promise.all(
    subscriberNames.map(async (name) => ({ name, look: await readReconciliation(db, name, name) })),
  );
  const begun = looks.flatMap(({ name, look }) => (look ? [{ name, ...look }] : []));
  if (begun.length === 0) return notUsed(part, "no subscriber has run yet");
  const late = begun.filter(
    ({ looked_at, now }) => now.getTime() - looked_at.getTime() > LOOKED_WITHIN,
  );
  if (late.length > 0) {
    const names = late.map(({ name }) => name).join(", ");
    const remedy = `start a process that runs ${names}, e.g. \`jumar worker\``;
    return problem(part, `nobody has looked for them lately for ${names}`, remedy);
  }
  const lacked = begun.filter(({ missing }) => missing > 0);
  if (lacked.length === 0) return ok(part, "none");
  const counts = lacked.map(({ name, missing }) => `${name} lacked ${missing}`).join(" and ");
  const last = lacked.map(({ missing_at }) => missing_at?.toISOString() ?? "").sort();
  return ok(part, `${counts}, handed over again at ${shortTime(last.at(-1) ?? "")} UTC`);
}
