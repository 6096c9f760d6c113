import type { Session } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
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

/** Opens a session; its token is given out here and nowhere else. */
export async function insertSession(
  trx: Transaction,
  fields: { userId: string; days: number; ip: string | undefined; userAgent: string | undefined },
): Promise<{ session: Session; token: string }> {
  const { token, hash } = newToken();
  const rows = (await sessions(trx).insert(
    {
      id: generateUuidV7(),
      user_id: fields.userId,
      token_hash: hash,
      expires_at: trx.raw("now() + ? * interval '1 day'", [fields.days]),
      ip: fields.ip ?? null,
      user_agent: fields.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
    },
    [...COLUMNS],
  )) as SessionRow[];
  const row = rows[0] as SessionRow;
  return {
    token,
    session: {
      id: encodeTypeId("session", row.id),
      created_at: row.created_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
      authenticated_at: row.authenticated_at.toISOString(),
    },
  };
}

export async function findSessionsOf(db: Database, userId: string): Promise<SessionRow[]> {
  return await sessions(db)
    .where({ user_id: userId })
    .whereRaw("expires_at > now()")
    .orderBy([
      { column: "created_at", order: "desc" },
      { column: "id", order: "desc" },
    ])
    .limit(1000)
    .select<SessionRow[]>(...COLUMNS);
}

/** Ends one session of a user; false when it is not there (any more). */
export async function deleteSession(
  trx: Transaction,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  return (await sessions(trx).where({ id: sessionId, user_id: userId }).delete()) === 1;
}

export async function deleteExpiredSessions(db: Database): Promise<number> {
  return await sessions(db).whereRaw("expires_at < now() - interval '1 hour'").delete();
}
