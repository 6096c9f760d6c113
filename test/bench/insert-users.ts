import type { Database } from "../../shared/database";
import { generateUuidV7 } from "../../shared/ids";
import { emailKeysOf } from "../../shared/users";

/** Inserts users with these addresses, as accounts does, but without an event; answers their ids. */
export async function insertUsers(
  db: Database,
  emails: readonly string[],
  passwordHash: string,
): Promise<string[]> {
  const ids = emails.map(() => generateUuidV7());
  const keys = emails.map(emailKeysOf);
  await db.raw(
    `insert into accounts.users
       (id, email, email_key, mailbox_key, mailbox_email, password_hash, version)
     select id, email, email_key, mailbox_key, email, ?, 1
     from unnest(?::uuid[], ?::text[], ?::text[], ?::text[])
       as made (id, email, email_key, mailbox_key)`,
    [
      passwordHash,
      ids,
      [...emails],
      keys.map(({ email_key }) => email_key),
      keys.map(({ mailbox_key }) => mailbox_key),
    ] as never[],
  );
  return ids;
}
