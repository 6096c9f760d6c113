import { inspect } from "node:util";
import type { Language } from "../../../../shared/contracts";
import type { Database, Transaction } from "../../../../shared/database";
import { encodeTypeId } from "../../../../shared/ids";
import type { Assurance } from "../../../../shared/principal";
import { USER_COLUMNS, type UserRow } from "../../../../shared/users";

export interface UserRecord extends UserRow {
  password_hash: string;
  /** How many events there are of this user. */
  version: number;
  /** Raised by every change of what they prove themselves with. */
  credentials_version: number;
  /** How sure each of their sessions has to be: 2 once they have a second factor. */
  least_assurance: Assurance;
  /** The language they are spoken to in; null until it is known. */
  language: Language | null;
  /** Links that were asked for by an earlier event than this are void. */
  links_since: number;
}

/** All columns of a user. */
export const COLUMNS = [
  ...USER_COLUMNS,
  "password_hash",
  "version",
  "credentials_version",
  "least_assurance",
  "links_since",
  "language",
] as const;

/** The table of users. */
export const users = (on: Database | Transaction) =>
  on.withSchema("accounts").table<UserRecord>("users");

/**
 * Printed or turned into JSON, a user's row is only its name, as in the original: its hash gets into
 * nothing by accident.
 */
export function sealed<R extends UserRecord | undefined>(row: R): R {
  if (!row) return row;
  const value = () => `User<${encodeTypeId("user", row.id)}>`;
  return Object.defineProperties(row, { [inspect.custom]: { value }, toJSON: { value } });
}

/** The one row there is. Throws when there are none or several. */
export function only<T>(rows: T[]): T {
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`expected one row, got ${rows.length}`);
  return row;
}
