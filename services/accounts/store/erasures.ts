import type { Database, Transaction } from "../../../shared/database";

const erasures = (trx: Transaction) => trx.withSchema("accounts").table("erasures");

/** Notes that a user (a TypeID) is to be forgotten in the log. */
export async function insertErasure(trx: Transaction, userId: string): Promise<void> {
  await erasures(trx).insert({ user_id: userId });
}

/** Users (TypeIDs) who are to be forgotten and of whom no event waits for its publication any more. */
export async function findErasable(db: Database, limit: number): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { user_id: string }[] }>(
    `select user_id from accounts.erasures where not exists (
       select 1 from accounts.outbox join accounts.unpublished on unpublished.id = outbox.id
       where outbox.subject = erasures.user_id)
     order by created_at limit ?`,
    [limit],
  );
  return rows.map(({ user_id }) => user_id);
}

/** Strikes a user (a TypeID) off; false when somebody else has done so. */
export async function deleteErasure(trx: Transaction, userId: string): Promise<boolean> {
  return (await erasures(trx).where({ user_id: userId }).delete()) === 1;
}

/** Every address that the log has of a user (a TypeID). */
export async function findLoggedAddresses(trx: Transaction, userId: string): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { address: string }[] }>(
    `select data->>'email' as address from accounts.outbox
       where subject = :userId and data->>'email' is not null
     union select data->>'previous_email' from accounts.outbox
       where subject = :userId and data->>'previous_email' is not null`,
    { userId },
  );
  return rows.map(({ address }) => address);
}

/** Puts other addresses in the place of those that the log has of a user (a TypeID). */
export async function replaceAddresses(
  trx: Transaction,
  userId: string,
  replacements: ReadonlyMap<string, string>,
): Promise<void> {
  const replaced = (name: string): string =>
    `case when data->>'${name}' is null then '{}'::jsonb
       else jsonb_build_object('${name}', :replacements::jsonb ->> (data->>'${name}')) end`;
  await trx.raw(
    `update accounts.outbox set data = data || ${replaced("email")} || ${replaced("previous_email")}
     where subject = :userId
       and (data->>'email' is not null or data->>'previous_email' is not null)`,
    { userId, replacements: JSON.stringify(Object.fromEntries(replacements)) },
  );
}

/**
 * Empties where the events of a user (a TypeID) came from, theirs and those of whoever was not logged
 * in. Where an administrator acted from is nothing of this user.
 */
export async function forgetOrigins(trx: Transaction, userId: string): Promise<void> {
  const emptied = (name: string): string =>
    `case when data->>'${name}' is null then '{}'::jsonb
       else jsonb_build_object('${name}', null) end`;
  await trx.raw(
    `update accounts.outbox set client_ip = null, user_agent = null,
       data = data || ${emptied("ip")} || ${emptied("user_agent")}
     where subject = :userId and actor in (:userId, 'anonymous')`,
    { userId },
  );
}
