import type { Session } from "../../../shared/contracts";
import { transaction, type Database, type Transaction } from "../../../shared/database";
import { encodeTypeId, generateUuidV7 } from "../../../shared/ids";
import { newToken } from "../../../shared/sessions";

interface SessionRow {
  id: string;
  created_at: Date;
  expires_at: Date;
  authenticated_at: Date;
  last_seen_at: Date;
  ip: string | null;
  user_agent: string | null;
}

const COLUMNS = [
  "id", "created_at", "expires_at", "authenticated_at", "last_seen_at", "ip", "user_agent",
] as const; // prettier-ignore

const USER_AGENT_LENGTH = 400;

const sessions = (on: Database | Transaction) => on.withSchema("accounts").table("sessions");
const live = (on: Database | Transaction) =>
  sessions(on).whereRaw("expires_at > now() and idle_until > now()");

// Named, like all that each log-in runs: planned once a connection.
const INSERT_SESSION = `
  insert into accounts.sessions
    (id, user_id, token_hash, expires_at, idle_until, remembered, ip, user_agent)
  select cast(? as uuid), id, cast(? as bytea), now() + ? * interval '1 day',
    now() + ? * interval '1 day', cast(? as bool), cast(? as text), cast(? as text)
  from accounts.users where id = ? and email_key = ? and password_hash = ? and disabled_at is null
  returning ${COLUMNS.join(", ")}`;

/**
 * Opens a session of somebody who has given this address and the password of this hash; its token is
 * given out here and nowhere else. Undefined when either is another now, or they are disabled or gone.
 */
export async function insertSession(
  trx: Transaction,
  fields: {
    user: { id: string; emailKey: string; passwordHash: string };
    /** Days until it ends in any case, and until it ends unless it is used. */
    days: number;
    idleDays: number;
    remembered: boolean;
    ip: string | undefined;
    userAgent: string | undefined;
  },
): Promise<{ session: Session; token: string } | undefined> {
  const { token, hash } = newToken();
  const { rows } = await trx
    .raw<{ rows: SessionRow[] }>(INSERT_SESSION, [
      generateUuidV7(),
      hash,
      fields.days,
      fields.idleDays,
      fields.remembered,
      fields.ip ?? null,
      fields.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      fields.user.id,
      fields.user.emailKey,
      fields.user.passwordHash,
    ] as never[])
    .options({ name: "insert-session" });
  const [row] = rows;
  return row && { token, session: toSession(row) };
}

/** Gives a live session a new token, its owner having just been authenticated; undefined when it is over. */
export async function renewSession(
  trx: Transaction,
  userId: string,
  sessionId: string,
): Promise<{ session: Session; token: string } | undefined> {
  const { token, hash } = newToken();
  const rows = (await live(trx)
    .where({ id: sessionId, user_id: userId })
    .update({ token_hash: hash, authenticated_at: trx.fn.now() }, [...COLUMNS])) as SessionRow[];
  const [row] = rows;
  return row && { token, session: toSession(row) };
}

function toSession(row: SessionRow): Session {
  return {
    id: encodeTypeId("session", row.id),
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    authenticated_at: row.authenticated_at.toISOString(),
  };
}

function daysFromNow(on: Database | Transaction, days: number) {
  return on.raw("now() + ? * interval '1 day'", [days]);
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
  await transaction(db, async (trx) => {
    await live(trx)
      .whereRaw("id = any(?::uuid[]) and last_seen_at < now() - interval '1 minute'", [[...ids]])
      .update({ last_seen_at: trx.fn.now(), idle_until: daysFromNow(trx, idleDays) });
  });
}

export async function deleteExpiredSessions(db: Database): Promise<number> {
  return await sessions(db)
    .whereRaw("expires_at < now() - interval '1 hour' or idle_until < now() - interval '1 hour'")
    .delete();
}
