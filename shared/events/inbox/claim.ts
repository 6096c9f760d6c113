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
}
type ClaimedRow = DueRow & { envelope: Envelope; attempts: number };

/** Claiming counts the attempt and forgets the last error: what has attempts and no error was not concluded. */
const CONCLUDED = "(attempts = 0 or last_error is not null)";
const SUSPECT = "attempts > 0 and last_error is null";

/** How due events are taken out of an inbox to be handled, and kept. */
export function claim(place: InboxPlace): Pick<Inbox, "claim" | "hasDue" | "renew"> {
  return {
    async claim(limit, how = {}) {
      const events = await claimEvents(place, CONCLUDED, limit, how);
      if (how.suspect === false || events.length === limit) return events;
      const suspects = await claimEvents(place, SUSPECT, 1, how);
      return [...events, ...suspects.map((event) => ({ ...event, suspect: true }))];
    },
    async hasDue() {
      const { db, schema, subscriber } = place;
      const { rows } = await statement(db, () =>
        db
          .raw<{ rows: unknown[] }>(
            `select 1 from ??.inbox
             where subscriber = ? and status = 'pending' and available_at <= now() limit 1`,
            [schema, subscriber],
          )
          .options({ name: `has due ${schema}` }),
      );
      return rows.length > 0;
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

async function claimEvents(
  place: InboxPlace,
  condition: string,
  limit: number,
  how: HowToClaim,
): Promise<Claimed[]> {
  const rows = await claimRows(place, condition, limit, how);
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
  condition: string,
  limit: number,
  { seconds = CLAIM_SECONDS }: HowToClaim,
): Promise<ClaimedRow[]> {
  for (let look = 1; ; look += 1) {
    // What is due is found by the index of what is pending, in its order, and changed by its key: with
    // `status = 'pending'` outside, or a finer order, a plan made before there are statistics reads
    // everything. The guard on `available_at`, looked at again once a row is locked, lets one claimer
    // have it.
    const { rows } = await statement(db, () =>
      db
        .raw<{ rows: DueRow[] }>(
          `with due as (
             select event_id from ??.inbox
             where subscriber = ? and status = 'pending' and available_at <= now() and ${condition}
             order by available_at limit ?),
           taken as (
             update ??.inbox set attempts = attempts + 1,
               last_error = case when envelope->>'specversion' is null then last_error end,
               available_at = now() + cast(? as float8) * interval '1 second'
             where subscriber = ? and event_id in (select event_id from due)
               and available_at <= now() and status not in ('done', 'dead')
             returning event_id, envelope, attempts)
           select due.event_id, taken.envelope, taken.attempts
           from due left join taken on taken.event_id = due.event_id`,
          [schema, subscriber, limit, schema, seconds, subscriber],
        )
        .options({ name: `claim${condition === SUSPECT ? " suspect" : ""} ${schema}` }),
    );
    const taken = rows.filter((row): row is ClaimedRow => row.envelope !== null);
    if (taken.length > 0 || rows.length === 0 || look === LOOKS) return taken;
  }
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
