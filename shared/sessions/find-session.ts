import type { Session, User } from "../contracts";
import type { Database } from "../database";
import { encodeTypeId } from "../ids";
import { hashOfToken } from "./token";

/** A live session and whose it is. */
export interface LiveSession {
  user: User;
  session: Session;
}

const BY_TOKEN = `
  select s.id as session_id, s.created_at as session_created_at, s.expires_at, s.authenticated_at,
         u.id, u.email, u.role, u.confirmed_at, u.disabled_at, u.created_at, u.updated_at
  from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.token_hash = ? and s.expires_at > now() and u.disabled_at is null`;

/** The session of a token, or undefined when it is unknown, expired, ended or its user disabled. */
export async function findSession(db: Database, token: string): Promise<LiveSession | undefined> {
  const hash = hashOfToken(token);
  if (!hash) return undefined;
  // Named, so that the statement is planned once a connection: this runs on every request.
  const { rows } = await db
    .raw<{ rows: Row[] }>(BY_TOKEN, [hash])
    .options({ name: "find-session" });
  const row = rows[0];
  return row && { user: toUser(row), session: toSession(row) };
}

export interface UserRow {
  id: string;
  email: string;
  role: "user" | "admin";
  confirmed_at: Date | null;
  disabled_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

interface Row extends UserRow {
  session_id: string;
  session_created_at: Date;
  expires_at: Date;
  authenticated_at: Date;
}

/** A user's row as everyone may see it. */
export function toUser(row: UserRow): User {
  return {
    id: encodeTypeId("user", row.id),
    email: row.email,
    role: row.role,
    confirmed_at: row.confirmed_at?.toISOString() ?? null,
    disabled_at: row.disabled_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

function toSession(row: Row): Session {
  return {
    id: encodeTypeId("session", row.session_id),
    created_at: row.session_created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    authenticated_at: row.authenticated_at.toISOString(),
  };
}
