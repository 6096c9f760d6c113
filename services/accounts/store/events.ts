import type { Database, Transaction } from "../../../shared/database";

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

/** How many events of some types were about a mail to one of some addresses in the last minute and hour. */
export async function countMailEvents(
  on: Database | Transaction,
  types: readonly string[],
  addresses: readonly string[],
): Promise<{ minute: number; hour: number }> {
  const { rows } = await on.raw<{ rows: { minute: string; hour: string }[] }>(
    `select count(*) as hour,
       sum(case when created_at > now() - interval '1 minute' then 1 else 0 end) as minute
     from accounts.outbox
     where type = any(?) and created_at > now() - interval '1 hour'
       and lower(data->>'email') in (${addresses.map(() => "lower(?)").join(", ")})
       and data->>'email' is not null`,
    [[...types], ...addresses],
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
