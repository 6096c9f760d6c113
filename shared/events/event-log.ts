import type { Transaction } from "../database";
import { decodeTypeId } from "../ids";
import type { Envelope } from "./envelope";
import { OUTBOX_COLUMNS, toEnvelope, type OutboxRow } from "./outbox";

export interface EventFilters {
  types?: readonly string[] | undefined;
  subject?: string | undefined;
  /** At or after. */
  since?: Date | undefined;
  /** Before. */
  until?: Date | undefined;
}

/** An event of the log and where it stands in it. */
export interface LoggedEvent {
  envelope: Envelope;
  position: [string, string];
}

/** Events of a service's outbox in the order of their times, behind a position. */
export async function findEvents(
  trx: Transaction,
  schema: string,
  filters: EventFilters,
  page: { order: "asc" | "desc"; after: unknown[]; limit: number },
): Promise<LoggedEvent[]> {
  const { order, after, limit } = page;
  const query = matching(trx, schema, filters)
    .orderBy([
      { column: "created_at", order },
      { column: "id", order },
    ])
    .limit(limit);
  if (after.length > 0) {
    const beyond = order === "asc" ? ">" : "<";
    void query.whereRaw(`(created_at, id) ${beyond} (?::timestamptz, ?::uuid)`, after as string[]);
  }
  // As text too: a Date of JavaScript has no microseconds, and a page would end at the wrong event.
  const rows = await query.select<(OutboxRow & { position: string })[]>(
    ...OUTBOX_COLUMNS,
    trx.raw("created_at::text as position"),
  );
  return rows.map(({ position, ...row }) => ({
    envelope: toEnvelope(row, schema),
    position: [position, row.id],
  }));
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

/** How many events fit, and the database's time, rounded up to the millisecond. */
export async function countEvents(
  trx: Transaction,
  schema: string,
  filters: EventFilters,
): Promise<{ count: number; countedAt: Date }> {
  const { rows } = await trx.raw<{ rows: { now: Date }[] }>(
    "select date_trunc('milliseconds', now()) + interval '1 millisecond' as now",
  );
  const { now } = rows[0] as { now: Date };
  const [counted] = await matching(trx, schema, filters)
    .where("created_at", "<", now)
    .count<{ count: string }[]>("* as count");
  return { count: Number(counted?.count), countedAt: now };
}

function matching(trx: Transaction, schema: string, filters: EventFilters) {
  const { types, subject, since, until } = filters;
  const query = trx.withSchema(schema).table("outbox");
  if (types) void query.whereIn("type", types);
  if (subject !== undefined) void query.where({ subject });
  if (since) void query.where("created_at", ">=", since);
  if (until) void query.where("created_at", "<", until);
  return query;
}
