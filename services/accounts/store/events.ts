import type { Transaction } from "../../../shared/database";

/** An event of a user as the log has it. */
export interface UserEvent {
  /** Which change of the user it was. */
  aggregate_version: number;
  data: { email?: string; previous_email?: string };
}

/** An event, if it is one of that user (a TypeID) and of one of these types. */
export async function findUserEvent(
  trx: Transaction,
  eventId: string,
  userId: string,
  types: readonly string[],
): Promise<UserEvent | undefined> {
  return (await trx
    .withSchema("accounts")
    .table("outbox")
    .where({ id: eventId, subject: userId })
    .whereIn("type", types)
    .first("aggregate_version", "data")) as UserEvent | undefined;
}

/**
 * Takes out of the log what identifies a user (a TypeID): addresses become one that is nobody's, so
 * that the events can still be replayed, and where they came from is forgotten.
 */
export async function forgetInEvents(trx: Transaction, userId: string): Promise<void> {
  const address = `${userId}@deleted.invalid`;
  const replaced = (name: string): string =>
    `case when data->>'${name}' is null then '{}'::jsonb
       else jsonb_build_object('${name}', :address::text) end`;
  const emptied = (name: string): string =>
    `case when data->>'${name}' is null then '{}'::jsonb
       else jsonb_build_object('${name}', null) end`;
  await trx.raw(
    `update accounts.outbox set client_ip = null, user_agent = null,
       data = data || ${replaced("email")} || ${replaced("previous_email")}
         || ${emptied("ip")} || ${emptied("user_agent")}
     where subject = :userId`,
    { address, userId },
  );
}

/** How many events of some types were about a mail to an address in the last minute and hour. */
export async function countMailEvents(
  trx: Transaction,
  types: readonly string[],
  email: string,
): Promise<{ minute: number; hour: number }> {
  const { rows } = await trx.raw<{ rows: { minute: string; hour: string }[] }>(
    `select count(*) as hour,
       sum(case when created_at > now() - interval '1 minute' then 1 else 0 end) as minute
     from accounts.outbox
     where type = any(?) and created_at > now() - interval '1 hour'
       and lower(data->>'email') = lower(?)`,
    [[...types], email],
  );
  return { minute: Number(rows[0]?.minute ?? 0), hour: Number(rows[0]?.hour ?? 0) };
}

/** The address from which a user (a TypeID) moved first after a change; undefined when they stayed. */
export async function findAddressBefore(
  trx: Transaction,
  userId: string,
  version: number,
): Promise<string | undefined> {
  const row = (await trx
    .withSchema("accounts")
    .table("outbox")
    .where({ subject: userId, type: "user.email_changed" })
    .where("aggregate_version", ">", version)
    .orderBy("aggregate_version")
    .first("data")) as Pick<UserEvent, "data"> | undefined;
  return row?.data.previous_email;
}
