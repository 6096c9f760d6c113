import type { MailKind } from "../../../shared/contracts";
import {
  type Delivery,
  type DeliveryPlace,
  type DeliveryTable,
  deliveryTable,
  type ParkedDeliveries,
  parkedDeliveries,
} from "../../../shared/courier";
import type { Database, Transaction } from "../../../shared/database";
import { generateUuidV7 } from "../../../shared/ids";

/** A mail that an event asks for. */
export interface MailDelivery extends Delivery {
  /** UUID. */
  event_id: string;
  kind: MailKind;
  /** UUID of whom it goes to. */
  user_id: string;
  /** The `source` of the event; null for one of accounts that an older version queued. */
  source: string | null;
}

const PLACE: DeliveryPlace<MailDelivery> = {
  schema: "notifier",
  table: "deliveries",
  columns: ["event_id", "kind", "user_id", "source"],
};

/** The mails that are to be sent. */
export function mailDeliveries(db: Database): DeliveryTable<MailDelivery> {
  return deliveryTable(db, PLACE);
}

/** The mails that were given up. */
export function parkedMails(db: Database): ParkedDeliveries<MailDelivery> {
  return parkedDeliveries(db, PLACE);
}

const deliveries = (trx: Transaction) => trx.withSchema(PLACE.schema).table(PLACE.table);

/**
 * Queues a mail; an event asks for each kind once, however often it is heard. With `seconds` it is
 * claimed for so long by whoever sends it at once. Undefined when it was queued before.
 */
export async function insertDelivery(
  trx: Transaction,
  fields: Pick<MailDelivery, "event_id" | "kind" | "user_id" | "source" | "traceparent">,
  seconds?: number,
): Promise<MailDelivery | undefined> {
  const id = generateUuidV7();
  const available_at = trx.raw("now() + cast(? as float8) * interval '1 second'", [seconds ?? 0]);
  const attempts = seconds === undefined ? 0 : 1;
  const inserted = await deliveries(trx)
    .insert({ id, status: "queued", attempts, available_at, ...fields })
    .onConflict(["event_id", "kind"])
    .ignore()
    .returning<unknown[]>("id");
  return inserted.length === 0 ? undefined : { id, attempts, age: 0, ...fields };
}

/**
 * What was still to be sent to a user will not be, nor what was given up. Answers with the kinds of what
 * still waited, one for each mail.
 */
export async function skipDeliveriesTo(trx: Transaction, userId: string): Promise<string[]> {
  const skip = async (status: string): Promise<string[]> => {
    const skipped = await deliveries(trx)
      .where({ user_id: userId, status })
      .update({ status: "skipped", last_error: "account deleted", finished_at: trx.fn.now() })
      .returning<{ kind: string }[]>("kind");
    return skipped.map(({ kind }) => kind);
  };
  await skip("parked");
  return await skip("queued");
}

/** How many mails wait to be sent and were given up, and for how many seconds the oldest has waited. */
export async function countMails(
  db: Database,
): Promise<{ waiting: number; age: number; givenUp: number }> {
  const { rows } = await db.raw<{ rows: { waiting: string; age: number; given_up: string }[] }>(
    `select count(*) as waiting,
       coalesce(extract(epoch from now() - min(coalesce(retried_at, created_at))), 0)::float8 as age,
       (select count(*) from notifier.deliveries where status = 'parked') as given_up
     from notifier.deliveries where status = 'queued'`,
  );
  const { waiting = 0, age = 0, given_up = 0 } = rows[0] ?? {};
  return { waiting: Number(waiting), age, givenUp: Number(given_up) };
}
