import { inspect } from "node:util";
import { emailKeyOf, type Language } from "../../../shared/contracts";
import type { Database, Transaction } from "../../../shared/database";
import { encodeTypeId, generateUuidV7 } from "../../../shared/ids";
import type { UserRow } from "../../../shared/sessions";

export interface UserRecord extends UserRow {
  email_key: string;
  password_hash: string;
  /** How many events there are of this user. */
  version: number;
  /** The language they are spoken to in; null until it is known. */
  language: Language | null;
  /** Links that were asked for by an earlier event than this are void. */
  links_since: number;
}

const COLUMNS = [
  "id", "email", "email_key", "password_hash", "role", "version", "links_since",
  "language",
  "confirmed_at", "disabled_at", "created_at", "updated_at",
] as const; // prettier-ignore

const users = (on: Database | Transaction) => on.withSchema("accounts").table<UserRecord>("users");

// Named, as what runs often is: planned once a connection.
const INSERT_USER = `
  insert into accounts.users (id, email, email_key, password_hash, language, version, links_since)
  values (?, ?, ?, ?, ?, 1, ?)
  returning ${COLUMNS.join(", ")}`;

/** All columns of users: the beginning of a query. */
export function findAll(on: Database | Transaction) {
  return users(on).select(...COLUMNS);
}

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

/** Changes a user and counts the change; the answer's `version` is the one of its event. */
export async function updateUser(
  trx: Transaction,
  id: string,
  changes: Record<string, unknown>,
): Promise<UserRecord> {
  const rows = await users(trx)
    .where({ id })
    .update({ ...changes, version: trx.raw("version + 1"), updated_at: trx.fn.now() } as never, [
      ...COLUMNS,
    ]);
  return sealed(only(rows as UserRecord[]));
}

/** Voids all links of a user that were asked for before this change; part of `updateUser`'s changes. */
export function voidingLinks(trx: Transaction): Record<string, unknown> {
  return { links_since: trx.raw("version + 1") };
}

/** Counts an event that changes nothing of the user, such as a wish for a mail; answers its version. */
export async function countEvent(trx: Transaction, id: string): Promise<number> {
  const rows = (await users(trx)
    .where({ id })
    .update({ version: trx.raw("version + 1") } as never, ["version"])) as { version: number }[];
  return only(rows).version;
}

/** Remembers a preference: nothing of the account changes, so no event. */
export async function setLanguage(trx: Transaction, id: string, language: Language): Promise<void> {
  await users(trx).where({ id }).update({ language });
}

/** The same password under newer parameters, if it is still the same: nothing of the user changes, so no event. */
export async function replacePasswordHash(
  trx: Transaction,
  id: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await users(trx).where({ id, password_hash: from }).update({ password_hash: to });
}

/** Removes a user; their sessions and tokens go with them. */
export async function deleteUser(trx: Transaction, id: string): Promise<void> {
  await users(trx).where({ id }).delete();
}

/**
 * Printed or turned into JSON, a user's row is only its name, as in the original: its hash gets into
 * nothing by accident.
 */
function sealed<R extends UserRecord | undefined>(row: R): R {
  if (!row) return row;
  const value = () => `User<${encodeTypeId("user", row.id)}>`;
  return Object.defineProperties(row, { [inspect.custom]: { value }, toJSON: { value } });
}

function only<T>(rows: T[]): T {
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`expected one row, got ${rows.length}`);
  return row;
}
