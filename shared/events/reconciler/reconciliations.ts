import { type Database, readNow } from "../../database";
import { firstUuidOf } from "../event-uuid";

/** How far the log was compared with a subscriber's inbox; UUIDs of events carry their time. */
export interface Reconciliation {
  /** Every event below it was looked at. */
  looked_to: string;
  /** What was published when last looked; looked at the next time, as it has arrived by then. */
  next_to: string;
  looked_at: Date;
  /** How far the full look has come; null while none is under way. */
  walked_to: string | null;
  /** When the last full look ended. */
  walked_at: Date | null;
  /** Which database it was, and which of its histories. */
  history: string | null;
  /** How many events the last look found missing that found any, and when; 0 and null until then. */
  missing: number;
  missing_at: Date | null;
  /** The database's time. */
  now: Date;
}

const COLUMNS =
  "looked_to, next_to, looked_at, walked_to, walked_at, history, missing, missing_at, now() as now";

/** Begins with what is made from now on, unless the subscriber is known. */
export async function beginReconciliation(
  db: Database,
  schema: string,
  subscriber: string,
): Promise<void> {
  const now = firstUuidOf(await readNow(db, "down"));
  await db.raw(
    `insert into ??.reconciliations (subscriber, looked_to, next_to) values (?, ?, ?)
     on conflict (subscriber) do nothing`,
    [schema, subscriber, now, now],
  );
}

/**
 * Takes the next look, so that of several processes one has it; undefined when the last one was less
 * than `seconds` ago. One that is not ended is taken again later.
 */
export async function takeLook(
  db: Database,
  schema: string,
  subscriber: string,
  seconds: number,
): Promise<Reconciliation | undefined> {
  const { rows } = await db.raw<{ rows: Reconciliation[] }>(
    `update ??.reconciliations set looked_at = now()
     where subscriber = ? and looked_at <= now() - cast(? as float8) * interval '1 second'
     returning ${COLUMNS}`,
    [schema, subscriber, seconds],
  );
  return rows[0];
}

/** What a subscriber's last look has found; undefined before the first, and in an inbox without `reconcilerTables`. */
export async function readReconciliation(
  db: Database,
  schema: string,
  subscriber: string,
): Promise<Reconciliation | undefined> {
  const { rows } = await db.raw<{ rows: Reconciliation[] }>(
    `select ${COLUMNS} from ??.reconciliations where subscriber = ?`,
    [schema, subscriber],
  );
  return rows[0];
}

/** Writes down what a look has come to. One that ends after a later one takes nothing back. */
export async function endLook(
  db: Database,
  schema: string,
  subscriber: string,
  look: Pick<
    Reconciliation,
    "looked_to" | "next_to" | "walked_to" | "walked_at" | "history" | "missing"
  >,
): Promise<void> {
  await db.raw(
    `update ??.reconciliations
     set looked_to = greatest(looked_to, ?::uuid), next_to = greatest(next_to, ?::uuid),
         walked_to = ?::uuid, walked_at = ?::timestamptz, history = ?::text,
         missing = case when ?::int4 > 0 then ?::int4 else missing end,
         missing_at = case when ?::int4 > 0 then now() else missing_at end
     where subscriber = ?`,
    [
      schema,
      look.looked_to,
      look.next_to,
      look.walked_to,
      look.walked_at,
      look.history,
      look.missing,
      look.missing,
      look.missing,
      subscriber,
    ] as never[],
  );
}

/**
 * Names the database and its history, which is another one after a fail-over or a restore; undefined on
 * CockroachDB, which loses no commits, and where it may not be asked.
 */
export async function readHistory(db: Database): Promise<string | undefined> {
  try {
    const { rows } = await db.raw<{ rows: { history: string }[] }>(
      `select system_identifier::text || '/' || timeline_id::text as history
       from pg_control_system(), pg_control_checkpoint()`,
    );
    return rows[0]?.history;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (["42883", "42501", "0A000"].includes(code)) return undefined;
    throw error;
  }
}
