import type { Database, Transaction } from "../../../../shared/database";
import { hashOfToken, newToken } from "../../../../shared/sessions";

/** A log-in that waits for more proofs. */
export interface PendingLogIn {
  user_id: string;
  methods: string[];
  credentials_version: number;
  links_since: number;
  links_ahead: boolean;
  remembered: boolean;
  created_at: Date;
}

const COLUMNS = [
  "user_id",
  "methods",
  "credentials_version",
  "links_since",
  "links_ahead",
  "remembered",
  "created_at",
] as const;

const logIns = (on: Database | Transaction) => on.withSchema("accounts").table("log_ins");

/** Keeps a log-in for ten minutes; the id that is returned is known to nobody else, its hash rests. */
export async function insertLogIn(
  trx: Transaction,
  {
    user,
    methods,
    remembered,
  }: {
    user: { id: string; credentials_version: number; links_since: number; version: number };
    methods: readonly string[];
    remembered: boolean;
  },
): Promise<string> {
  const { token, hash } = newToken();
  await logIns(trx).insert({
    hash,
    user_id: user.id,
    methods,
    credentials_version: user.credentials_version,
    links_since: user.links_since,
    links_ahead: user.links_since > user.version,
    remembered,
    expires_at: trx.raw("now() + interval '10 minutes'"),
  });
  return token;
}

/** A log-in that still waits. */
export async function findLogIn(
  on: Database | Transaction,
  id: string,
): Promise<PendingLogIn | undefined> {
  const hash = hashOfToken(id);
  if (!hash) return undefined;
  return (await logIns(on)
    .where({ hash })
    .whereRaw("expires_at > now()")
    .first(...COLUMNS)) as PendingLogIn | undefined;
}

/** Ends a log-in; false when somebody else has. */
export async function takeLogIn(trx: Transaction, id: string): Promise<boolean> {
  const hash = hashOfToken(id);
  return hash !== undefined && (await logIns(trx).where({ hash }).delete()) === 1;
}

/** Removes log-ins that nobody finished; returns how many. */
export async function deleteExpiredLogIns(db: Database): Promise<number> {
  return await logIns(db).whereRaw("expires_at < now()").delete();
}
