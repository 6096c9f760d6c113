import { loadMigrations } from "../../services/load";
import { openDatabase } from "../../services/open-database";
import type { Config } from "../../shared/config";
import {
  type Database,
  NewerSchemaError,
  readNow,
  readSchema,
  readServerVersion,
} from "../../shared/database";
import { describeFailure } from "../describe-failure";
import { checkDeadLetters } from "./check-dead-letters";
import { checkGhosts } from "./check-ghosts";
import { checkLostEvents } from "./check-lost-events";
import { checkMails } from "./check-mails";
import { checkOutbox } from "./check-outbox";
import { type Finding, notUsed, ok, problem } from "./finding";

const CLOCK_TOLERANCE = 5_000;

/**
 * The database and whether it may be written, its schema, its clock against this machine's, and what
 * waits or was given up; `deep`: also what is left of users that never were.
 */
export async function checkDatabase(
  config: Config,
  { deep }: { deep: boolean },
): Promise<Finding[]> {
  try {
    const database = await openDatabase(config, { name: "doctor", onlyIfRunning: true });
    if (!database) {
      return [
        notUsed("database", "embedded, and no platform runs on its data folder at the moment"),
      ];
    }
    try {
      const db = database.of("doctor");
      const schema = await checkSchema(db);
      const found = [await checkServer(db), schema, await checkClock(db)];
      if (schema.state !== "ok") return found;
      return [
        ...found,
        await checkOutbox(db),
        await checkDeadLetters(db),
        await checkLostEvents(db),
        await checkMails(db),
        ...(deep ? await checkGhosts(db) : []),
      ];
    } finally {
      await database.close();
    }
  } catch (error) {
    const [line = ""] = describeFailure(error);
    const [detail = line, ...remedy] = line.split("; ");
    return [problem("database", detail, remedy.join("; ") || "check DATABASE_URL")];
  }
}

async function checkServer(db: Database): Promise<Finding> {
  const { name, needs } = await readServerVersion(db);
  if (needs !== undefined) {
    return problem("database", `${name} is too old`, `use ${needs} or newer`);
  }
  const { rows } = await db.raw<{ rows: { transaction_read_only: string }[] }>(
    "show transaction_read_only",
  );
  if (rows[0]?.transaction_read_only !== "on") return ok("database", name);
  const remedy = "correct DATABASE_URL, which may name a replica, or wait until it is writable";
  return problem("database", `${name} only reads`, remedy);
}

async function checkSchema(db: Database): Promise<Finding> {
  try {
    const { pending, newer } = await readSchema(db, loadMigrations());
    if (newer.length > 0) {
      return ok("migrations", `up to date, and ${newer.length} of a newer version`);
    }
    if (pending.length === 0) return ok("migrations", "up to date");
    return problem("migrations", `${pending.length} pending`, "run `jumar migrate`");
  } catch (error) {
    if (!(error instanceof NewerSchemaError)) throw error;
    return problem("migrations", "the schema is newer than this Jumar", "run the newer version");
  }
}

async function checkClock(db: Database): Promise<Finding> {
  const before = Date.now();
  const there = await readNow(db, "down");
  // Half of the way there and back is not the clock's.
  const here = (before + Date.now()) / 2;
  const apart = Math.abs(here - there.getTime());
  const detail = `${(apart / 1000).toFixed(1)} s apart from the database's`;
  if (apart < CLOCK_TOLERANCE) return ok("clock", detail);
  return problem("clock", detail, "set this machine's clock by NTP; expiry goes by the database's");
}
