import { transaction, type Database, type Transaction } from "../../../shared/database";
import { generateUuidV7 } from "../../../shared/ids";

/** A mail that an event asks for. */
export interface Delivery {
  id: string;
  event_id: string;
  kind: string;
  user_id: string;
  attempts: number;
  /** What led to it. */
  traceparent: string | null;
  /** Seconds since it was asked for, by the database's clock. */
  age: number;
}

const deliveries = (on: Database | Transaction) => on.withSchema("notifier").table("deliveries");

/** A single statement loses against others too at SERIALIZABLE, and is run again. */
async function change(
  db: Database,
  work: (trx: Transaction) => PromiseLike<number>,
): Promise<number> {
  return await transaction(db, work);
}

/** Queues a mail; an event asks for each kind once, however often it is heard. */
export async function insertDelivery(
  trx: Transaction,
  fields: { eventId: string; kind: string; userId: string; traceparent: string | undefined },
): Promise<void> {
  await deliveries(trx)
    .insert({
      id: generateUuidV7(),
      event_id: fields.eventId,
      kind: fields.kind,
      user_id: fields.userId,
      traceparent: fields.traceparent ?? null,
      status: "queued",
    })
    .onConflict(["event_id", "kind"])
    .ignore();
}

/** Takes due mails for `seconds`; who dies over one leaves it to the next after that. */
export async function claimDeliveries(
  db: Database,
  limit: number,
  seconds: number,
): Promise<Delivery[]> {
  const { rows } = await transaction(db, (trx) =>
    trx.raw<{ rows: Delivery[] }>(
      `update notifier.deliveries
     set attempts = attempts + 1, available_at = now() + ? * interval '1 second'
     where status = 'queued' and id in (
       select id from notifier.deliveries
       where status = 'queued' and available_at <= now()
       order by available_at limit ?)
     returning id, event_id, kind, user_id, attempts, traceparent,
       extract(epoch from now() - created_at)::float8 as age`,
      [seconds, limit],
    ),
  );
  return rows;
}

/** Keeps what is being sent for another `seconds`. */
export async function keepDeliveries(db: Database, ids: string[], seconds: number): Promise<void> {
  await change(db, (trx) =>
    deliveries(trx)
      .whereIn("id", ids)
      .where({ status: "queued" })
      .update({ available_at: trx.raw("now() + ? * interval '1 second'", [seconds]) }),
  );
}

export async function postponeDelivery(
  db: Database,
  id: string,
  problem: string,
  seconds: number,
): Promise<void> {
  await change(db, (trx) =>
    deliveries(trx)
      .where({ id, status: "queued" })
      .update({
        last_error: problem,
        available_at: trx.raw("now() + ? * interval '1 second'", [seconds]),
      }),
  );
}

/** What is still to be sent to a user will not be; answers with its kinds, one for each mail. */
export async function skipDeliveriesTo(trx: Transaction, userId: string): Promise<string[]> {
  const skipped = await deliveries(trx)
    .where({ user_id: userId, status: "queued" })
    .update({ status: "skipped", last_error: "account deleted", finished_at: trx.fn.now() })
    .returning<{ kind: string }[]>("kind");
  return skipped.map(({ kind }) => kind);
}

/** Answers whether it was still to be sent. */
export async function finishDelivery(
  db: Database,
  id: string,
  status: "sent" | "skipped" | "parked",
  problem: string | null = null,
): Promise<boolean> {
  const changed = await change(db, (trx) =>
    deliveries(trx)
      .where({ id, status: "queued" })
      .update({ status, last_error: problem, finished_at: trx.fn.now() }),
  );
  return changed > 0;
}
