import { countRows, readNow, type Transaction } from "../../database";
import { decodeTypeId } from "../../ids";
import type { Envelope } from "../envelope";
import { OUTBOX_COLUMNS, type OutboxRow, toEnvelope } from "./outbox";

export interface EventFilters {
  types?: readonly string[] | undefined;
  /** A TypeID: events whose aggregate it is, and those that concern it. */
  subject?: string | undefined;
  /** At or after. */
  since?: Date | undefined;
  /** Before. */
  until?: Date | undefined;
}

/** Where an event stands in the log of every publisher: its time in UTC to the microsecond, and its UUID. */
export type Position = readonly [time: string, id: string];

/** An event of the log and where it stands in it. */
export interface LoggedEvent {
  /** Its UUID. */
  id: string;
  /** Throws when the row cannot be an event. */
  readonly envelope: Envelope;
  position: Position;
}

export interface LogPage {
  order: "asc" | "desc";
  /** Where the page before ended; empty for the first. */
  after: readonly unknown[];
  limit: number;
}

/** Events of a service's outbox in the order of their times, behind a position. */
export async function findEvents(
  trx: Transaction,
  schema: string,
  filters: EventFilters,
  page: LogPage,
): Promise<LoggedEvent[]> {
  const { order, after, limit } = page;
  const found: LoggedEvent[] = [];
  // One after the other, each by its index in the order of the log: together they would have to be sorted.
  for (const place of placesOf(trx, schema, filters.subject)) {
    const query = narrow(place, filters)
      .orderBy([
        { column: "created_at", order },
        { column: "id", order },
      ])
      .limit(limit);
    if (after.length > 0) {
      const beyond = order === "asc" ? ">" : "<";
      void query.whereRaw(`(created_at, id) ${beyond} (?::timestamptz, ?::uuid)`, [
        ...(after as string[]),
      ]);
    }
    // As text too: a Date of JavaScript has no microseconds, and a page would end at the wrong event.
    const rows = await query.select<(OutboxRow & { exact_time: string })[]>(
      ...OUTBOX_COLUMNS,
      trx.raw("(created_at at time zone 'UTC')::text as exact_time"),
    );
    found.push(
      ...rows.map(({ exact_time, ...row }) => ({
        id: row.id,
        // Only when it is asked for, so that one odd row does not hide the others.
        get envelope() {
          return toEnvelope(row, schema);
        },
        position: [inMicroseconds(exact_time), row.id] as const,
      })),
    );
  }
  return inLogOrder(found, order).slice(0, limit);
}

/** Events of several logs, or of several searches in one, in the order of their positions. */
export function inLogOrder<Item extends { position: Position }>(
  items: readonly Item[],
  order: "asc" | "desc",
): Item[] {
  const sign = order === "asc" ? 1 : -1;
  return [...items].sort((a, b) => sign * compare(a.position, b.position));
}

function compare([time, id]: Position, [otherTime, otherId]: Position): number {
  if (time !== otherTime) return time < otherTime ? -1 : 1;
  return id < otherId ? -1 : Number(id > otherId);
}

/** `2026-03-01 00:00:04.00005` as `2026-03-01T00:00:04.000050Z`: of one length, so that texts compare as times do. */
function inMicroseconds(text: string): string {
  if (text.endsWith("infinity")) return text;
  const [seconds = "", fraction = ""] = text.split(".");
  return `${seconds.replace(" ", "T")}.${fraction.padEnd(6, "0")}Z`;
}

/** One event of a service's outbox. */
export async function findStoredEvent(
  trx: Transaction,
  schema: string,
  eventId: string,
): Promise<Envelope | undefined> {
  const row = (await trx
    .withSchema(schema)
    .table("outbox")
    .where({ id: decodeTypeId(eventId, "event") })
    .first(...OUTBOX_COLUMNS)) as OutboxRow | undefined;
  return row && toEnvelope(row, schema);
}

/** In an index as many are read in some hundredths of a second. */
const COUNTED = 100_000;

/** How many events fit, beyond 100,000 about how many, and the database's time, rounded up to the millisecond. */
export async function countEvents(
  trx: Transaction,
  schema: string,
  filters: EventFilters,
  { exactUpTo = COUNTED }: { exactUpTo?: number } = {},
): Promise<{ count: number; isEstimate: boolean; countedAt: Date }> {
  const now = await readNow(trx, "up");
  const all = { count: 0, isEstimate: false };
  for (const place of placesOf(trx, schema, filters.subject)) {
    const query = narrow(place, filters).where("created_at", "<", now);
    const { sql, bindings } = query.select(trx.raw("1")).toSQL();
    const { count, isEstimate } = await countRows(trx, { sql, bindings }, exactUpTo);
    all.count += count;
    all.isEstimate ||= isEstimate;
  }
  return { ...all, countedAt: now };
}

/** Where to look for events about something, or for all, each by its index; no event is in two of them. */
function placesOf(trx: Transaction, schema: string, about: string | undefined): Place[] {
  const outbox = () => outboxOf(trx, schema);
  if (about === undefined) return [outbox()];
  // By itself (offset 0): with the order and the limit in sight, the whole log might be gone through for it.
  const concerning = trx.raw(
    `(select ${OUTBOX_COLUMNS.join(", ")} from ??.outbox
      where concerns is not null and concerns @> array[?]::text[] offset 0) as concerning`,
    [schema, about],
  );
  return [
    outbox().where({ subject: about }),
    outbox().where({ aggregate: about }),
    trx.from(concerning as never) as unknown as Place,
  ];
}

const outboxOf = (trx: Transaction, schema: string) => trx.withSchema(schema).table("outbox");
type Place = ReturnType<typeof outboxOf>;

function narrow(query: Place, filters: EventFilters) {
  const { types, since, until } = filters;
  if (types) void query.whereIn("type", types);
  if (since) void query.where("created_at", ">=", since);
  if (until) void query.where("created_at", "<", until);
  return query;
}
