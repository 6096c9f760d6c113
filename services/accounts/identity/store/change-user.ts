import type { Language } from "../../../../shared/contracts";
import type { Transaction } from "../../../../shared/database";
import { COLUMNS, only, sealed, type UserRecord, users } from "./user-record";

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

/**
 * Changes what a user proves themselves with, or bars it, as `updateUser` does: whoever had read it
 * before opens no session, and all links that were asked for before are void.
 */
export async function changeCredentials(
  trx: Transaction,
  id: string,
  changes: Record<string, unknown>,
): Promise<UserRecord> {
  return await updateUser(trx, id, {
    ...changes,
    credentials_version: trx.raw("credentials_version + 1"),
    links_since: trx.raw("version + 1"),
  });
}

/** Counts an event that changes nothing of the user, such as a request for a mail; returns its version. */
export async function countEvent(trx: Transaction, id: string): Promise<number> {
  const rows = (await users(trx)
    .where({ id })
    .update({ version: trx.raw("version + 1") } as never, ["version"])) as { version: number }[];
  return only(rows).version;
}

/** Voids the links that were asked for until now: their mails are not to be sent. */
export async function voidLinks(trx: Transaction, id: string): Promise<void> {
  await users(trx)
    .where({ id })
    .update({ links_since: trx.raw("version + 1") } as never);
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
