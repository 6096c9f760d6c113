import type { MailPurpose } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { generateUuidV7 } from "../../../shared/ids";
import { hashOfToken, newToken } from "../../../shared/sessions";

interface TokenRow {
  user_id: string;
  /** The address that the account had when the token was made. */
  user_email: string;
  sent_to: string;
}

const tokens = (on: Database | Transaction) => on.withSchema("accounts").table("tokens");

/** Stores the hash of a new token; those that older requests asked for end. */
export async function insertToken(
  trx: Transaction,
  fields: {
    userId: string;
    userEmail: string;
    purpose: MailPurpose;
    sentTo: string;
    requestVersion: number;
    days: number;
  },
): Promise<{ token: string; expiresAt: Date }> {
  const { userId, purpose, requestVersion } = fields;
  await tokens(trx)
    .where({ user_id: userId, purpose })
    .where("request_version", "<", requestVersion)
    .delete();
  const { token, hash } = newToken();
  const rows = (await tokens(trx).insert(
    {
      id: generateUuidV7(),
      user_id: userId,
      purpose,
      token_hash: hash,
      user_email: fields.userEmail,
      sent_to: fields.sentTo,
      request_version: requestVersion,
      expires_at: trx.raw("now() + ? * interval '1 day'", [fields.days]),
    },
    ["expires_at"],
  )) as { expires_at: Date }[];
  return { token, expiresAt: (rows[0] as { expires_at: Date }).expires_at };
}

/** Whom a live token is of and where it was sent; it stays. */
export async function findToken(
  on: Database | Transaction,
  purpose: MailPurpose,
  token: string,
): Promise<TokenRow | undefined> {
  const hash = hashOfToken(token);
  if (!hash) return undefined;
  return (await tokens(on)
    .where({ purpose, token_hash: hash })
    .whereRaw("expires_at > now()")
    .first(
      "user_id",
      "sent_to",
      on.raw("coalesce(user_email, sent_to) as user_email") as unknown as string,
    )) as TokenRow | undefined;
}

/** The version of the newest request that has a live token; 0 when none has. */
export async function newestRequest(
  trx: Transaction,
  userId: string,
  purpose: MailPurpose,
): Promise<number> {
  const row = (await tokens(trx)
    .where({ user_id: userId, purpose })
    .max("request_version as newest")
    .first()) as { newest: number | null } | undefined;
  return row?.newest ?? 0;
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
