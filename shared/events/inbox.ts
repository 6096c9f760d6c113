import { mayRepeat, transaction, type Database, type Transaction } from "../database";
import { decodeTypeId, isTypeId } from "../ids";
import type { Envelope } from "./envelope";

/** Where a subscriber's events wait: one table in the subscriber's own schema. */
export interface Inbox {
  readonly subscriber: string;
  /** Stores events as pending and says how many are new; one that was received before changes nothing. */
  receive(events: Envelope[]): Promise<number>;
  /** Runs an effect for events that just came and stores them as done, in one transaction; those known are left out. */
  accept(events: Envelope[], effect: Effect): Promise<void>;
  /** Keeps a message that is no event as a dead letter. */
  park(message: Unreadable): Promise<void>;
  /**
   * Takes due events for 10 s, counting the attempt first, so that one whose handler brings the
   * process down counts too: up to `limit` that are tried for the first time, else a single one that
   * was tried before, so that such an event drags no neighbours along.
   */
  claim(limit: number): Promise<Claimed[]>;
  /** Runs an effect and marks its events done in one transaction; events done meanwhile are left out. */
  settle(events: Claimed[], effect: Effect): Promise<void>;
  /** Puts events off; `counted` says whether the attempt counts towards giving up. */
  postpone(events: Claimed[], problem: string, seconds: number, counted: boolean): Promise<void>;
  /** Gives an event up: it stays as a dead letter with its error. */
  bury(event: Claimed, problem: string): Promise<void>;
  /** Forgets what was done more than `days` ago. */
  sweep(days: number): Promise<void>;
}

/** What is done about events, through the transaction that also remembers them. */
export type Effect = (events: Envelope[], trx: Transaction) => Promise<void>;

/** A message that is no event: what came, cut, and what is wrong with it. */
export interface Unreadable {
  /** A UUID, the same for the same content, so that a redelivery is parked once. */
  id: string;
  type: string;
  problem: string;
  /** Base64. */
  content: string;
}

export interface Claimed {
  envelope: Envelope;
  attempts: number;
}

const CLAIM_SECONDS = 10;

/** The inbox of `subscriber` in `schema`; needs `inboxTables`. */
export function createInbox(db: Database, schema: string, subscriber: string): Inbox {
  const table = (on: Database | Transaction) => on.withSchema(schema).table("inbox");
  const idsOf = (events: Claimed[]) => events.map(({ envelope }) => uuidOf(envelope.id));

  // What is taken is found by the index of what is pending, in its order, and changed by its key: with
  // `status` also outside, or a finer order, a plan made before there are statistics reads everything.
  const claimRows = async (condition: string, limit: number): Promise<Claimed[]> => {
    const { rows } = await db
      .raw<{ rows: ClaimedRow[] }>(
        `update ??.inbox set attempts = attempts + 1, available_at = now() + ? * interval '1 second'
       where subscriber = ? and event_id in (
         select event_id from ??.inbox
         where subscriber = ? and status = 'pending' and available_at <= now() and ${condition}
         order by available_at limit ?)
       returning event_id, envelope, attempts`,
        [schema, CLAIM_SECONDS, subscriber, schema, subscriber, limit],
      )
      .options({ name: `claim ${condition} ${schema}` });
    const unreadable = rows.filter(({ envelope }) => !isTypeId(envelope.id, "event"));
    if (unreadable.length > 0) {
      await table(db)
        .where({ subscriber })
        .whereIn(
          "event_id",
          unreadable.map(({ event_id }) => event_id),
        )
        .update({
          status: "dead",
          last_error: db.raw("coalesce(last_error, 'is no event')"),
          processed_at: db.fn.now(),
        });
    }
    return rows
      .filter((row) => !unreadable.includes(row))
      .sort((a, b) => (a.event_id < b.event_id ? -1 : 1))
      .map(({ envelope, attempts }) => ({ envelope, attempts }));
  };

  return {
    subscriber,
    async receive(events) {
      if (events.length === 0) return 0;
      const { rows: fresh } = await db
        .raw<{ rows: unknown[] }>(
          `insert into ??.inbox (subscriber, event_id, type, envelope, status)
           select ?::text, event_id, type, envelope::jsonb, 'pending'
           from unnest(?::uuid[], ?::text[], ?::text[]) as arrived (event_id, type, envelope)
           on conflict (subscriber, event_id) do nothing
           returning event_id`,
          [
            schema,
            subscriber,
            events.map(({ id }) => uuidOf(id)),
            events.map(({ type }) => type),
            events.map((envelope) => JSON.stringify(envelope)),
          ],
        )
        .options({ name: `receive ${schema}` });
      return fresh.length;
    },
    async accept(events, effect) {
      const byId = new Map(events.map((envelope) => [uuidOf(envelope.id), envelope]));
      await transaction(db, async (trx) => {
        mayRepeat(trx);
        const { rows: fresh } = await trx
          .raw<{ rows: { event_id: string }[] }>(
            `insert into ??.inbox (subscriber, event_id, type, status, processed_at)
             select ?::text, event_id, type, 'done', now()
             from unnest(?::uuid[], ?::text[]) as arrived (event_id, type)
             on conflict (subscriber, event_id) do nothing
             returning event_id`,
            [schema, subscriber, [...byId.keys()], [...byId.values()].map(({ type }) => type)],
          )
          .options({ name: `accept ${schema}` });
        const ids = new Set(fresh.map(({ event_id }) => event_id));
        const left = [...byId].filter(([id]) => ids.has(id)).map(([, envelope]) => envelope);
        if (left.length > 0) await effect(left, trx);
      });
    },
    async park({ id, type, problem, content }) {
      const row = { subscriber, event_id: id, type, envelope: JSON.stringify({ content }) };
      await table(db)
        .insert({ ...row, status: "dead", last_error: problem, processed_at: db.fn.now() })
        .onConflict(["subscriber", "event_id"])
        .ignore();
    },
    async claim(limit) {
      const rows = await claimRows("attempts = 0", limit);
      return rows.length > 0 ? rows : await claimRows("attempts > 0", 1);
    },
    async settle(events, effect) {
      await transaction(db, async (trx) => {
        mayRepeat(trx);
        const { rows } = await trx
          .raw<{ rows: { event_id: string; status: string }[] }>(
            `select event_id, status from ??.inbox
             where subscriber = ? and event_id = any(?::uuid[])`,
            [schema, subscriber, idsOf(events)],
          )
          .options({ name: `look again ${schema}` });
        const open = rows.filter(({ status }) => status === "pending");
        const ids = new Set(open.map(({ event_id }) => event_id));
        const left = events.filter(({ envelope }) => ids.has(uuidOf(envelope.id)));
        if (left.length === 0) return;
        await effect(
          left.map(({ envelope }) => envelope),
          trx,
        );
        await trx
          .raw(
            `update ??.inbox
             set status = 'done', envelope = null, last_error = null, processed_at = now()
             where subscriber = ? and event_id = any(?::uuid[])`,
            [schema, subscriber, [...ids]],
          )
          .options({ name: `done ${schema}` });
      });
    },
    async postpone(events, problem, seconds, counted) {
      await transaction(db, (trx) =>
        table(trx)
          .where({ subscriber, status: "pending" })
          .whereIn("event_id", idsOf(events))
          .update({
            last_error: problem,
            available_at: trx.raw("now() + ? * interval '1 second'", [seconds]),
            ...(counted ? {} : { attempts: trx.raw("greatest(attempts - 1, 0)") }),
          }),
      );
    },
    async bury(event, problem) {
      await transaction(db, (trx) => {
        mayRepeat(trx);
        return table(trx)
          .where({ subscriber, event_id: uuidOf(event.envelope.id), status: "pending" })
          .update({ status: "dead", last_error: problem, processed_at: trx.fn.now() });
      });
    },
    async sweep(days) {
      await db.raw(
        `delete from ??.inbox where subscriber = ? and event_id in (
           select event_id from ??.inbox
           where status = 'done' and processed_at < now() - ? * interval '1 day' and subscriber = ?
           order by processed_at limit 5000)`,
        [schema, subscriber, schema, days, subscriber],
      );
    },
  };
}

interface ClaimedRow {
  event_id: string;
  envelope: Envelope;
  attempts: number;
}

function uuidOf(eventId: string): string {
  return decodeTypeId(eventId, "event");
}
