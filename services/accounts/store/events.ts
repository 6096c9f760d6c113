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
