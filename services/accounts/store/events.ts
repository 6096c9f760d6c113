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
