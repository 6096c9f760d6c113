import { type Database, statement, type Transaction } from "../../../../shared/database";

interface SessionRow {
  id: string;
  created_at: Date;
  last_seen_at: Date;
  ip: string | null;
  user_agent: string | null;
}

const COLUMNS = ["id", "created_at", "last_seen_at", "ip", "user_agent"] as const;

const sessions = (on: Database | Transaction) => on.withSchema("accounts").table("sessions");
const live = (on: Database | Transaction) =>
  sessions(on).whereRaw("expires_at > now() and idle_until > now()");

function daysFromNow(on: Database | Transaction, days: number) {
  return on.raw("now() + cast(? as float8) * interval '1 day'", [days]);
}

export async function findSessionsOf(db: Database, userId: string): Promise<SessionRow[]> {
  return await live(db)
    .where({ user_id: userId })
    .orderBy([
      { column: "created_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(1000)
    .select<SessionRow[]>(...COLUMNS);
}

/** Whose some sessions (UUIDs) are, by session; those that are over are missing. */
export async function findSessionOwners(
  trx: Transaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = (await live(trx).whereIn("id", ids).select("id", "user_id")) as {
    id: string;
    user_id: string;
  }[];
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}

/** Ends one session of a user; false when it was over already. */
export async function deleteSession(
  trx: Transaction,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  return (await live(trx).where({ id: sessionId, user_id: userId }).delete()) === 1;
}

/** Ends every session of a user, or all but one; answers the ids of those that were live. */
export async function deleteSessionsOf(
  trx: Transaction,
  userId: string,
  except?: string,
): Promise<string[]> {
  const rows = (await sessions(trx)
    .where({ user_id: userId })
    .whereNot({ id: except ?? null })
    .delete(["id", trx.raw("expires_at > now() and idle_until > now() as live")])) as {
    id: string;
    live: boolean;
  }[];
  return rows.filter((row) => row.live).map(({ id }) => id);
}

/** Notes that sessions are in use, at most once a minute each. */
export async function touchSessions(
  db: Database,
  ids: readonly string[],
  idleDays: number,
): Promise<void> {
  await statement(db, () =>
    live(db)
      .whereRaw("id = any(?::uuid[]) and last_seen_at < now() - interval '1 minute'", [[...ids]])
      .update({ last_seen_at: db.fn.now(), idle_until: daysFromNow(db, idleDays) }),
  );
}

export async function deleteExpiredSessions(db: Database): Promise<number> {
  return await sessions(db)
    .whereRaw("expires_at < now() - interval '1 hour' or idle_until < now() - interval '1 hour'")
    .delete();
}
