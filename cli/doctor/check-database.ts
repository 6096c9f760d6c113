import type { Config } from "../../shared/config";
import { NewerSchemaError, pendingMigrations, type Database } from "../../shared/database";
import { loadMigrations } from "../../services/load";
import { openDatabase } from "../../services/open-database";
import { describeFailure } from "../describe-failure";
import { notUsed, ok, problem, type Finding } from "./finding";

const CLOCK_TOLERANCE = 5_000;
const LAG_TOLERANCE = 60;

/** The database, its schema, its clock against this machine's, and what waits in the outbox. */
export async function checkDatabase(config: Config): Promise<Finding[]> {
  try {
    const database = await openDatabase(config, { onlyIfRunning: true });
    if (!database) {
      return [
        notUsed("database", "embedded, and no platform runs on its data folder at the moment"),
      ];
    }
    try {
      const db = database.of("doctor");
      const { rows } = await db.raw<{ rows: { version: string; now: Date }[] }>(
        "select version() as version, now() as now",
      );
      const version = rows[0]?.version.split(/[ ,]/).slice(0, 3).join(" ") ?? "";
      const clock = checkClock(rows[0]?.now ?? new Date());
      const schema = await checkSchema(db);
      const found = [ok("database", version), schema, clock];
      return schema.state === "ok" ? [...found, await checkOutbox(db)] : found;
    } finally {
      await database.close();
    }
  } catch (error) {
    const [line = ""] = describeFailure(error);
    const [detail = line, ...remedy] = line.split("; ");
    return [problem("database", detail, remedy.join("; ") || "check DATABASE_URL")];
  }
}

async function checkSchema(db: Database): Promise<Finding> {
  try {
    const { length } = await pendingMigrations(db, loadMigrations());
    if (length === 0) return ok("migrations", "up to date");
    return problem("migrations", `${length} pending`, "run `jumar migrate`");
  } catch (error) {
    if (!(error instanceof NewerSchemaError)) throw error;
    return problem("migrations", "the schema is newer than this Jumar", "run the newer version");
  }
}

function checkClock(theirs: Date): Finding {
  const apart = Math.abs(Date.now() - theirs.getTime());
  const detail = `${(apart / 1000).toFixed(1)} s apart from the database's`;
  if (apart < CLOCK_TOLERANCE) return ok("clock", detail);
  return problem("clock", detail, "set this machine's clock by NTP; expiry goes by the database's");
}

async function checkOutbox(db: Database): Promise<Finding> {
  const { rows } = await db.raw<{ rows: { waiting: number; age: number | null }[] }>(
    `select count(*) as waiting, extract(epoch from now() - min(created_at))::float8 as age
     from accounts.unpublished`,
  );
  const { waiting = 0, age } = rows[0] ?? {};
  const detail = `${waiting} events wait, the oldest for ${Math.round(age ?? 0)} s`;
  if ((age ?? 0) < LAG_TOLERANCE) return ok("outbox", detail);
  return problem(
    "outbox",
    detail,
    "start a process that relays: `jumar worker`, or one with accounts",
  );
}
