import type { Transaction } from "../../../shared/database";

/** Where the outbox, the inboxes and the effects of these tests are. */
export const SCHEMA = "consumers_test";

/** The effect of most tests: a row that says so, once for each time it happened. */
export async function noteEffect(
  trx: Transaction,
  subscriber: string,
  event: { id: string },
): Promise<void> {
  await trx.withSchema(SCHEMA).table("effects").insert({ subscriber, event_id: event.id });
}
