import { mayRepeat, statement, transaction } from "../../database";
import type { Envelope } from "../envelope";
import { eventUuid } from "../event-uuid";
import type { Inbox } from "./inbox";
import { type InboxPlace, inboxTable } from "./place";

/** How events and other messages come into an inbox. */
export function arrive({
  db,
  schema,
  subscriber,
}: InboxPlace): Pick<Inbox, "receive" | "takeIn" | "accept" | "park"> {
  /** Inserts pending rows, whose further columns are given in SQL; returns the ids of those that are new. */
  const insert = async (
    events: Envelope[],
    columns: string,
    values: string,
    bindings: number[],
  ): Promise<Set<string>> => {
    if (events.length === 0) return new Set();
    const sorted = [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
    const { rows } = await statement(db, () =>
      db
        .raw<{ rows: { event_id: string }[] }>(
          `insert into ??.inbox (subscriber, event_id, type, envelope, status${columns})
           select ?::text, event_id, type, envelope::jsonb, 'pending'${values}
           from unnest(?::uuid[], ?::text[], ?::text[]) as arrived (event_id, type, envelope)
           on conflict (subscriber, event_id) do nothing
           returning event_id`,
          [
            schema,
            subscriber,
            ...bindings,
            sorted.map(({ id }) => eventUuid(id)),
            sorted.map(({ type }) => type),
            sorted.map((envelope) => JSON.stringify(envelope)),
          ],
        )
        .options({ name: `${columns === "" ? "receive" : "take in"} ${schema}` }),
    );
    return new Set(rows.map(({ event_id }) => event_id));
  };

  return {
    async receive(events) {
      return (await insert(events, "", "", [])).size;
    },
    async takeIn(events, seconds) {
      const fresh = await insert(
        events,
        ", attempts, available_at",
        ", 1, now() + cast(? as float8) * interval '1 second'",
        [seconds],
      );
      return events
        .filter(({ id }) => fresh.delete(eventUuid(id)))
        .map((envelope) => ({ envelope, attempts: 1 }));
    },
    async accept(events, effect, isolationLevel = "serializable") {
      const byId = new Map(events.map((envelope) => [eventUuid(envelope.id), envelope]));
      const sorted = [...byId].sort(([a], [b]) => (a < b ? -1 : 1));
      return await transaction(
        db,
        async (trx) => {
          mayRepeat(trx);
          const { rows: fresh } = await trx
            .raw<{ rows: { event_id: string }[] }>(
              `insert into ??.inbox (subscriber, event_id, type, status, processed_at)
               select ?::text, event_id, type, 'done', now()
               from unnest(?::uuid[], ?::text[]) as arrived (event_id, type)
               on conflict (subscriber, event_id) do nothing
               returning event_id`,
              [schema, subscriber, sorted.map(([id]) => id), sorted.map(([, { type }]) => type)],
            )
            .options({ name: `accept ${schema}` });
          const ids = new Set(fresh.map(({ event_id }) => event_id));
          const left = [...byId].filter(([id]) => ids.has(id));
          if (left.length === 0) return [];
          const done = await effect(
            left.map(([, event]) => event),
            trx,
          );
          const rest = typeof done === "number" ? left.slice(done) : [];
          if (rest.length === 0) return [];
          await trx.raw("delete from ??.inbox where subscriber = ? and event_id = any(?::uuid[])", [
            schema,
            subscriber,
            rest.map(([id]) => id),
          ]);
          return rest.map(([, { id }]) => id);
        },
        { isolationLevel },
      );
    },
    async park({ id, type, problem, content }) {
      const row = { subscriber, event_id: id, type, envelope: JSON.stringify({ content }) };
      await inboxTable(db, schema)
        .insert({ ...row, status: "dead", last_error: problem, processed_at: db.fn.now() })
        .onConflict(["subscriber", "event_id"])
        .ignore();
    },
  };
}
