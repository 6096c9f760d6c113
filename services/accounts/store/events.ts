import type { Transaction } from "../../../shared/database";

/** Which change of its user an event was, if it is an event of that user and one of these types. */
export async function findEventVersion(
  trx: Transaction,
  eventId: string,
  userId: string,
  types: string[],
): Promise<number | undefined> {
  const row = (await trx
    .withSchema("accounts")
    .table("outbox")
    .where({ id: eventId, subject: userId })
    .whereIn("type", types)
    .first("aggregate_version")) as { aggregate_version: number } | undefined;
  return row?.aggregate_version;
}
