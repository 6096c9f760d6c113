import { emailKeyOf, type Language } from "../../../../shared/contracts";
import type { Database, Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";
import { COLUMNS, only, sealed, type UserRecord } from "./user-record";

// Named, as what runs often is: planned once a connection.
const INSERT_USER = `
  insert into accounts.users (id, email, email_key, password_hash, language, version, links_since)
  values (?, ?, ?, ?, ?, 1, ?)
  returning ${COLUMNS.join(", ")}`;

export async function insertUser(
  trx: Transaction,
  user: {
    email: string;
    passwordHash: string;
    /** Whether the event of the registration gets its link; true unless said. */
    mailed?: boolean;
    language?: Language | undefined;
  },
): Promise<UserRecord> {
  const { rows } = await trx
    .raw<{ rows: UserRecord[] }>(INSERT_USER, [
      generateUuidV7(),
      user.email,
      emailKeyOf(user.email),
      user.passwordHash,
      user.language ?? null,
      user.mailed === false ? 2 : 0,
    ] as never[])
    .options({ name: "insert-user" });
  return sealed(only(rows));
}

const BY_ID = `select ${COLUMNS.join(", ")} from accounts.users where id = ?`;

export async function findUserById(
  on: Database | Transaction,
  id: string,
): Promise<UserRecord | undefined> {
  const { rows } = await on
    .raw<{ rows: UserRecord[] }>(BY_ID, [id])
    .options({ name: "user-by-id" });
  return sealed(rows[0]);
}

const OTHER_ADMIN = `
  select 1 from accounts.users where role = 'admin' and disabled_at is null and id <> ? limit 1`;

/** Whether there is an administrator who can log in besides one (a UUID). */
export async function hasOtherAdmin(trx: Transaction, id: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(OTHER_ADMIN, [id]);
  return rows.length > 0;
}

const BY_EMAIL_KEY = `select ${COLUMNS.join(", ")} from accounts.users where email_key = ?`;

export async function findUserByEmailKey(
  on: Database | Transaction,
  emailKey: string,
): Promise<UserRecord | undefined> {
  const { rows } = await on
    .raw<{ rows: UserRecord[] }>(BY_EMAIL_KEY, [emailKey])
    .options({ name: "user-by-email-key" });
  return sealed(rows[0]);
}
