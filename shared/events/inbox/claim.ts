import { endsOf, type LookBack, lookBack, type Stretch } from "../../background";
import { statement } from "../../database";
import { isTypeId } from "../../ids";
import type { Envelope } from "../envelope";
import { eventUuid } from "../event-uuid";
import type { Claimed, HowToClaim, Inbox } from "./inbox";
import { type InboxPlace, inboxTable } from "./place";

const CLAIM_SECONDS = 10;

/** A due row, as another may have claimed it a moment before. */
interface DueRow {
  event_id: string;
  envelope: Envelope | null;
  attempts: number | null;
  /** For how many seconds it was due. */
  waited: number;
}
type ClaimedRow = DueRow & { envelope: Envelope; attempts: number };

/** Claiming counts the attempt and forgets the last error: what has attempts and no error was not concluded. */
const CONCLUDED = "(attempts = 0 or last_error is not null)";
const SUSPECT = "attempts > 0 and last_error is null";

/** How due events are taken out of an inbox to be handled, and kept. */
export function claim(place: InboxPlace): Pick<Inbox, "claim" | "hasDue" | "renew"> {
  const concluded = { condition: CONCLUDED, back: lookBack() };
  const suspected = { condition: SUSPECT, back: lookBack() };
  const any = lookBack();
  return {
    async claim(limit, how = {}) {
      const events = await claimEvents(place, concluded, limit, how);
      if (how.suspect === false || events.length === limit) return events;
      const suspects = await claimEvents(place, suspected, 1, how);
      return [...events, ...suspects.map((event) => ({ ...event, suspect: true }))];
    },
    async hasDue() {
      const rows = await any.look(
        (stretch) => findDue(place, stretch),
        ([first]) => first?.waited,
      );
      const [due] = rows;
      if (!due) return false;
      // It may be older than what these would look at.
      for (const { back } of [concluded, suspected]) back.include(due.waited);
      return true;
    },
    async renew(events, seconds) {
      const { db, schema, subscriber } = place;
      const { rows } = await statement(db, () =>
        db.raw<{ rows: { event_id: string }[] }>(
          `update ??.inbox set available_at = now() + cast(? as float8) * interval '1 second'
           from unnest(?::uuid[], ?::int4[]) as held (id, tries)
           where subscriber = ? and event_id = held.id and attempts = held.tries and status = 'pending'
           returning event_id`,
          [
            schema,
            seconds,
            events.map(({ envelope }) => eventUuid(envelope.id)),
            events.map(({ attempts }) => attempts),
            subscriber,
          ],
        ),
      );
      const ids = new Set(rows.map(({ event_id }) => event_id));
      return new Set(
        events.flatMap(({ envelope: { id } }) => (ids.has(eventUuid(id)) ? [id] : [])),
      );
    },
  };
}

/** Between two times, in seconds before now. */
const DUE = `status = 'pending' and available_at > now() - cast(? as float8) * interval '1 second'
  and available_at <= now() - cast(? as float8) * interval '1 second'`;
async function findDue(
  { db, schema, subscriber }: InboxPlace,
  stretch: Stretch,
): Promise<Pick<DueRow, "waited">[]> {
  const { rows } = await statement(db, () =>
    db
      .raw<{ rows: Pick<DueRow, "waited">[] }>(
        `select extract(epoch from now() - available_at)::float8 as waited from ??.inbox
         where subscriber = ? and ${DUE} order by available_at limit 1`,
        [schema, subscriber, ...endsOf(stretch)],
      )
      .options({ name: `has due ${schema}` }),
  );
  return rows;
}

/** Some of what is due, and where to look for it. */
interface Kind {
  condition: string;
  back: LookBack;
}

async function claimEvents(
  place: InboxPlace,
  kind: Kind,
  limit: number,
  how: HowToClaim,
): Promise<Claimed[]> {
  const rows = await claimRows(place, kind, limit, how);
  const isEvent = ({ envelope }: ClaimedRow): boolean => isTypeId(envelope.id, "event");
  const unreadable = rows.filter((row) => !isEvent(row));
  if (unreadable.length > 0) await giveUp(place, unreadable);
  return rows
    .filter(isEvent)
    .sort((a, b) => (a.event_id < b.event_id ? -1 : 1))
    .map(({ envelope, attempts }) => ({ envelope, attempts }));
}

/** Where others had claimed all that was due, there may be more behind it. */
const LOOKS = 5;

async function claimRows(
  { db, schema, subscriber }: InboxPlace,
  { condition, back }: Kind,
  limit: number,
  { seconds = CLAIM_SECONDS }: HowToClaim,
): Promise<ClaimedRow[]> {
  for (let look = 1; ; look += 1) {
    // What is due is found by the index of what is pending, in its order, and changed by its key: with
    // `status = 'pending'` outside, or a finer order, a plan made before there are statistics reads
    // everything. The guard on `available_at`, looked at again once a row is locked, lets one claimer
    // have it.
    const claim = async (stretch: Stretch): Promise<DueRow[]> => {
      const { rows } = await statement(db, () =>
        db
          .raw<{ rows: DueRow[] }>(
            `with due as (
             select event_id, extract(epoch from now() - available_at)::float8 as waited
             from ??.inbox
             where subscriber = ? and ${DUE} and ${condition}
             order by available_at limit ?),
           taken as (
             update ??.inbox set attempts = attempts + 1,
               last_error = case when envelope->>'specversion' is null then last_error end,
               available_at = now() + cast(? as float8) * interval '1 second'
             where subscriber = ? and event_id in (select event_id from due)
               and available_at <= now() and status not in ('done', 'dead')
             returning event_id, envelope, attempts)
           select due.event_id, due.waited, taken.envelope, taken.attempts
           from due left join taken on taken.event_id = due.event_id`,
            [schema, subscriber, ...endsOf(stretch), limit, schema, seconds, subscriber],
          )
          .options({ name: `claim${condition === SUSPECT ? " suspect" : ""} ${schema}` }),
      );
      return rows;
    };
    const rows = await back.look(claim, oldestOf);
    const taken = rows.filter((row): row is ClaimedRow => row.envelope !== null);
    if (taken.length > 0 || rows.length === 0 || look === LOOKS) return taken;
  }
}

function oldestOf(rows: readonly DueRow[]): number | undefined {
  return rows.length === 0 ? undefined : Math.max(...rows.map(({ waited }) => waited));
}

async function giveUp({ db, schema, subscriber }: InboxPlace, rows: ClaimedRow[]): Promise<void> {
  await inboxTable(db, schema)
    .where({ subscriber })
    .whereIn(
      "event_id",
      rows.map(({ event_id }) => event_id),
    )
    .update({
      status: "dead",
      last_error: db.raw("coalesce(last_error, 'is no event')"),
      processed_at: db.fn.now(),
    });
}
