import type { MailPurpose } from "../../../../shared/contracts";
import { type Database, statement, type Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";
import { hashOfToken, newToken } from "../../../../shared/sessions";

interface TokenRow {
  user_id: string;
  /** The address that the account had when the token was made. */
  user_email: string;
  sent_to: string;
}

const tokens = (on: Database | Transaction) => on.withSchema("accounts").table("tokens");

// The user's row is written as it is: who changes it at the same moment waits, or, at SERIALIZABLE, has to
// begin anew and then finds the token.
const INSERT_TOKEN = `
  with unchanged as (
    update accounts.users set version = version where id = ? and version = ? returning id)
  insert into accounts.tokens
    (id, user_id, purpose, token_hash, user_email, sent_to, request_version, expires_at)
  select ?::uuid, id, ?::text, ?::bytea, ?::text, ?::text, ?::int4,
    now() + cast(? as float8) * interval '1 day'
  from unchanged
  returning expires_at`;

/**
 * Stores the hash of a new token if the user is still as they were read; undefined, with nothing done,
 * when something has happened to them since. Other tokens stay.
 */
export async function insertToken(
  db: Database,
  fields: {
    user: { id: string; version: number; email: string };
    purpose: MailPurpose;
    sentTo: string;
    requestVersion: number;
    days: number;
  },
): Promise<{ token: string; expiresAt: Date } | undefined> {
  const { user, purpose, sentTo, requestVersion, days } = fields;
  const { token, hash } = newToken();
  const values = [generateUuidV7(), purpose, hash, user.email, sentTo, requestVersion, days];
  const { rows } = await statement(db, () =>
    db
      .raw<{ rows: { expires_at: Date }[] }>(INSERT_TOKEN, [
        user.id,
        user.version,
        ...values,
      ] as never[])
      .options({ name: "insert-token" }),
  );
  return rows[0] && { token, expiresAt: rows[0].expires_at };
}

/** Ends the tokens of a purpose that earlier requests than a version asked for. */
export async function deleteOlderTokens(
  db: Database,
  userId: string,
  purpose: MailPurpose,
  version: number,
): Promise<void> {
  await statement(db, () =>
    tokens(db).where({ user_id: userId, purpose }).where("request_version", "<", version).delete(),
  );
}

const IS_NEWEST = `not exists (
  select 1 from accounts.tokens as newer
  where newer.user_id = tokens.user_id and newer.purpose = tokens.purpose
    and newer.request_version > tokens.request_version and newer.expires_at > now())`;

/** Whom a live token is of and where it was sent; it stays. One that a newer request replaced is none. */
export async function findToken(
  on: Database | Transaction,
  purposes: readonly MailPurpose[],
  token: string,
): Promise<TokenRow | undefined> {
  const hash = hashOfToken(token);
  if (!hash) return undefined;
  return (await tokens(on)
    .where({ token_hash: hash })
    .whereIn("purpose", purposes)
    .whereRaw("expires_at > now()")
    .whereRaw(IS_NEWEST)
    .first(
      "user_id",
      "sent_to",
      on.raw("coalesce(user_email, sent_to) as user_email") as unknown as string,
    )) as TokenRow | undefined;
}

/** Ends the tokens of a user, those of one purpose or all. */
export async function deleteTokens(
  trx: Transaction,
  userId: string,
  purpose?: MailPurpose,
): Promise<void> {
  await tokens(trx)
    .where({ user_id: userId, ...(purpose ? { purpose } : {}) })
    .delete();
}

export async function deleteExpiredTokens(db: Database): Promise<number> {
  return await tokens(db).whereRaw("expires_at < now() - interval '1 hour'").delete();
}
