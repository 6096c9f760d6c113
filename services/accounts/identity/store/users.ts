import type { Language } from "../../../../shared/contracts";
import type { Database, Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";
import { emailColumns, emailKeysOf } from "../../../../shared/users";
import { COLUMNS, only, sealed, type UserRecord } from "./user-record";

// Named, as what runs often is: planned once a connection.
const INSERT_USER = `
  insert into accounts.users
    (id, email, email_key, mailbox_key, mailbox_email, password_hash, language, version, links_since)
  values (?, ?, ?, ?, ?, ?, ?, 1, 0)
  returning ${COLUMNS.join(", ")}`;

export async function insertUser(
  trx: Transaction,
  user: {
    email: string;
    passwordHash: string;
    language?: Language | undefined;
  },
): Promise<UserRecord> {
  const { email, email_key, mailbox_key, mailbox_email } = emailColumns(user.email);
  const { rows } = await trx
    .raw<{ rows: UserRecord[] }>(INSERT_USER, [
      generateUuidV7(),
      email,
      email_key,
      mailbox_key,
      mailbox_email,
      user.passwordHash,
      user.language ?? null,
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

// Who was invited and has not come has no password that anybody knows, and perhaps an address of nobody.
const OTHER_ADMIN = `
  select 1 from accounts.users u
  where role = 'admin' and disabled_at is null and id <> ?
    and (confirmed_at is not null or exists (select 1 from accounts.sessions s where s.user_id = u.id))
  limit 1`;

/**
 * Whether there is an administrator who can log in besides one (a UUID): with an address that was confirmed,
 * by which a password can be chosen, or with a session.
 */
export async function hasOtherAdmin(trx: Transaction, id: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(OTHER_ADMIN, [id]);
  return rows.length > 0;
}

// The version before makes accounts without a mailbox and moves them without it, so its own key goes first:
// of two accounts of one mailbox from before each is found by its own spelling.
// Two looks at an index each, not one by either: at SERIALIZABLE that would read what everybody writes.
const BY_EMAIL = `
  select ${COLUMNS.join(", ")} from (
    select ${COLUMNS.join(", ")}, 1 as place from accounts.users where email_key = ?
    union all
    select ${COLUMNS.join(", ")}, 2 as place from accounts.users
    where mailbox_key = ? and mailbox_email = email) as found
  order by place limit 1`;

/** The user whose mailbox an address is of, in whatever spelling. */
export async function findUserByEmail(
  on: Database | Transaction,
  address: string,
): Promise<UserRecord | undefined> {
  const { email_key, mailbox_key } = emailKeysOf(address);
  const { rows } = await on
    .raw<{ rows: UserRecord[] }>(BY_EMAIL, [email_key, mailbox_key])
    .options({ name: "user-by-email" });
  return sealed(rows[0]);
}
