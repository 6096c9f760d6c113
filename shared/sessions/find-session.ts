import type { Language, Session, User } from "../contracts";
import type { Database } from "../database";
import { encodeTypeId } from "../ids";
import type { Assurance } from "../principal";
import { toUser, USER_COLUMNS, type UserRow } from "../users";
import { hashOfToken } from "./token";

/** A live session and whose it is. */
export interface LiveSession {
  user: User;
  session: Session;
  /** How sure it is that it is they. */
  assurance: Assurance;
  /** The database's time when it was found. */
  readAt: string;
  /** Whether its cookie outlives the browser's session. */
  remembered: boolean;
  /** What its user is spoken to in; null until it is known. */
  language: Language | null;
}

const BY_TOKENS = `
  select s.token_hash, s.id as session_id, s.created_at as session_created_at, s.expires_at,
         s.authenticated_at, s.assurance, now() as read_at, s.remembered,
         ${USER_COLUMNS.map((name) => `u.${name}`).join(", ")}, u.language
  from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.token_hash = any(?) and s.expires_at > now() and s.idle_until > now()
    and u.disabled_at is null`;

const MAX_TOGETHER = 100;

/**
 * The session of a token, or undefined when it is unknown, expired, ended or its user disabled.
 * Those who ask in the same turn of the event loop are answered by one select, which begins after
 * the last of them has asked: nothing is remembered from one turn to the next.
 */
export async function findSession(db: Database, token: string): Promise<LiveSession | undefined> {
  const hash = hashOfToken(token);
  return hash && (await askTogether(db, hash));
}

interface Question {
  hash: Buffer;
  answer(found: LiveSession | undefined): void;
  fail(error: unknown): void;
}

const waiting = new WeakMap<Database, Question[]>();

async function askTogether(db: Database, hash: Buffer): Promise<LiveSession | undefined> {
  return await new Promise((answer, fail) => {
    const question = { hash, answer, fail };
    const others = waiting.get(db);
    if (others && others.length < MAX_TOGETHER) {
      others.push(question);
      return;
    }
    const questions = [question];
    waiting.set(db, questions);
    setImmediate(() => {
      if (waiting.get(db) === questions) waiting.delete(db);
      void answerAll(db, questions);
    });
  });
}

async function answerAll(db: Database, questions: Question[]): Promise<void> {
  try {
    const hashes = new Map(questions.map(({ hash }) => [keyOf(hash), hash]));
    // Named, so that the statement is planned once a connection: this runs on every request.
    const { rows } = await db
      .raw<{ rows: Row[] }>(BY_TOKENS, [[...hashes.values()]])
      .options({ name: "find-sessions" });
    const found = new Map(rows.map((row) => [keyOf(row.token_hash), row]));
    for (const { hash, answer } of questions) {
      const row = found.get(keyOf(hash));
      answer(row && toLiveSession(row));
    }
  } catch (error) {
    for (const { fail } of questions) fail(error);
  }
}

function keyOf(hash: Buffer): string {
  return hash.toString("latin1");
}

interface Row extends UserRow {
  token_hash: Buffer;
  session_id: string;
  session_created_at: Date;
  expires_at: Date;
  authenticated_at: Date;
  assurance: Assurance;
  read_at: Date;
  remembered: boolean;
  language: Language | null;
}

function toLiveSession(row: Row): LiveSession {
  const { assurance, remembered, language } = row;
  const readAt = row.read_at.toISOString();
  return { user: toUser(row), session: toSession(row), assurance, readAt, remembered, language };
}

function toSession(row: Row): Session {
  return {
    id: encodeTypeId("session", row.session_id),
    created_at: row.session_created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    authenticated_at: row.authenticated_at.toISOString(),
  };
}
