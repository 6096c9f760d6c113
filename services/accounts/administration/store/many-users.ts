import type { Transaction } from "../../../../shared/database";
import { insertEvents, userConfirmed, userRegistered } from "../../../../shared/events";
import { encodeTypeId, generateUuidV7 } from "../../../../shared/ids";
import { emailColumns } from "../../../../shared/users";

interface NewUsers {
  emails: string[];
  passwordHash: string;
  /** Who makes them, as events name it. */
  actor: string;
}

/**
 * Inserts users, confirmed from the start, together with the two events of each. One statement a
 * table, because 3,000 statements for 1,000 users would take ten times as long, and one value for all.
 */
export async function insertConfirmedUsers(
  trx: Transaction,
  { emails, passwordHash, actor }: NewUsers,
): Promise<void> {
  const users = emails.map((email) => ({ id: generateUuidV7(), email }));
  await trx.raw(
    `insert into accounts.users
       (id, email, email_key, mailbox_key, mailbox_email, password_hash, version, confirmed_at)
     select id, email, email_key, mailbox_key, email, ?::text, 2, now()
     from jsonb_to_recordset(?::jsonb)
       as u(id uuid, email text, email_key text, mailbox_key text)`,
    [passwordHash, JSON.stringify(users.map((user) => ({ ...user, ...emailColumns(user.email) })))],
  );
  const registered = users.map(({ id, email }) => ({
    ...eventOf(userRegistered, id, actor),
    aggregate_version: 1,
    data: JSON.stringify(userRegistered.data.parse({ email, confirm: false })),
  }));
  const confirmed = users.map(({ id }) => ({
    ...eventOf(userConfirmed, id, actor),
    aggregate_version: 2,
    data: "{}",
  }));
  await insertEvents(trx, "accounts", [...registered, ...confirmed]);
}

function eventOf(
  { type, version }: { type: string; version: number },
  userId: string,
  actor: string,
) {
  return {
    id: generateUuidV7(),
    type,
    version,
    subject: encodeTypeId("user", userId),
    actor,
  };
}
