import { type Database, mayRepeat, statement, type Transaction, transaction } from "../../database";
import { eventUuid } from "../event-uuid";
import type { Claimed, Inbox } from "./inbox";
import { type InboxPlace } from "./place";

/**
 * What becomes of claimed events: they are done, put off, or given up, and forgotten later. A claim is
 * concluded by whoever still holds it: `status` and, where it is not the effect that decides,
 * `attempts` guard the row.
 */
export function conclude(
  place: InboxPlace,
): Pick<Inbox, "settle" | "postpone" | "release" | "bury" | "sweep" | "answers"> {
  const { db, schema, subscriber } = place;

  /** Changes the rows of events that are still held; says how many. */
  const changeHeld = async (events: Claimed[], change: string, bindings: (string | number)[]) =>
    await statement(db, () => changeHeldOn(db, place, events, change, bindings));

  return {
    async settle(events, effect, isolationLevel = "serializable") {
      let isFirst = true;
      await transaction(
        db,
        async (trx) => {
          mayRepeat(trx);
          const left = isFirst ? events : await stillOpen(trx, place, events);
          isFirst = false;
          if (left.length === 0) return;
          const count = await effect(
            left.map(({ envelope }) => envelope),
            trx,
          );
          const done = typeof count === "number" ? left.slice(0, count) : left;
          await markDone(trx, place, done);
          const rest = left.slice(done.length);
          if (rest.length > 0) await changeHeldOn(trx, place, rest, RELEASED, []);
        },
        { isolationLevel },
      );
    },
    async postpone(events, problem, seconds, counted) {
      await changeHeld(
        events,
        `last_error = ?, available_at = now() + cast(? as float8) * interval '1 second'
         ${counted ? "" : ", attempts = greatest(attempts - 1, 0)"}`,
        [problem, seconds],
      );
    },
    async release(events) {
      await changeHeld(events, RELEASED, []);
    },
    async bury(event, problem) {
      const change = "status = 'dead', last_error = ?, processed_at = now()";
      return (await changeHeld([event], change, [problem])) > 0;
    },
    async sweep(days, limit) {
      // What is done stays done. Who meets another sweep waits for it and finds the rows gone.
      const { rowCount } = await statement(db, () =>
        db.raw<{ rowCount: number }>(
          `delete from ??.inbox where subscriber = ? and event_id in (
             select event_id from ??.inbox
             where status = 'done' and processed_at < now() - cast(? as float8) * interval '1 day'
               and subscriber = ?
             order by processed_at limit ?)`,
          [schema, subscriber, schema, days, subscriber, limit],
        ),
      );
      return rowCount === limit;
    },
    async answers() {
      return await db.raw("select 1").then(
        () => true,
        () => false,
      );
    },
  };
}

const RELEASED = "available_at = now(), attempts = greatest(attempts - 1, 0)";

async function changeHeldOn(
  on: Database | Transaction,
  { schema, subscriber }: InboxPlace,
  events: Claimed[],
  change: string,
  bindings: (string | number)[],
): Promise<number> {
  const { rows } = await on.raw<{ rows: unknown[] }>(
    `update ??.inbox set ${change} from unnest(?::uuid[], ?::int4[]) as held (id, tries)
     where subscriber = ? and event_id = held.id and attempts = held.tries and status = 'pending'
     returning event_id`,
    [
      schema,
      ...bindings,
      idsOf(events),
      events.map(({ attempts }) => attempts),
      subscriber,
    ] as never,
  );
  return rows.length;
}

/**
 * Nothing is locked while handlers run. Whoever did the same event meanwhile has marked it by now:
 * then all of it is undone, and run again without that event, as what lost against another transaction.
 */
async function markDone(
  trx: Transaction,
  { schema, subscriber }: InboxPlace,
  events: Claimed[],
): Promise<void> {
  const { rows } = await trx
    .raw<{ rows: unknown[] }>(
      `update ??.inbox
       set status = 'done', envelope = null, last_error = null, processed_at = now()
       where subscriber = ? and event_id = any(?::uuid[]) and status = 'pending'
       returning event_id`,
      [schema, subscriber, idsOf(events)],
    )
    .options({ name: `done ${schema}` });
  if (rows.length < events.length) throw new DoneMeanwhile();
}

/** To `transaction` it is a serialization failure. */
class DoneMeanwhile extends Error {
  override readonly name = "DoneMeanwhile";
  readonly code = "40001";
}

async function stillOpen(
  trx: Transaction,
  { schema, subscriber }: InboxPlace,
  events: Claimed[],
): Promise<Claimed[]> {
  const { rows } = await trx
    .raw<{ rows: { event_id: string }[] }>(
      `select event_id from ??.inbox
       where subscriber = ? and event_id = any(?::uuid[]) and status = 'pending'`,
      [schema, subscriber, idsOf(events)],
    )
    .options({ name: `look again ${schema}` });
  const ids = new Set(rows.map(({ event_id }) => event_id));
  return events.filter(({ envelope }) => ids.has(eventUuid(envelope.id)));
}

function idsOf(events: readonly Claimed[]): string[] {
  return events.map(({ envelope }) => eventUuid(envelope.id));
}
