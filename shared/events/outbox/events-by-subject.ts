import type { Database } from "../../database";
import type { Envelope } from "../envelope";
import { OUTBOX_COLUMNS, type OutboxRow, toEnvelope } from "./outbox";

/**
 * All events of some types about the next `limit` subjects, in the order of the subjects and, of each,
 * of their versions; `next` is the subject to go on behind, null at the end.
 */
export async function findEventsBySubject(
  db: Database,
  schema: string,
  page: { types: readonly string[]; after: string; limit: number },
): Promise<{ events: Envelope[]; next: string | null }> {
  const { types, after, limit } = page;
  const { rows: subjects } = await db.raw<{ rows: { subject: string }[] }>(
    `select distinct subject from ??.outbox
     where subject > ? and type = any(?) order by subject limit ?`,
    [schema, after, [...types], limit + 1],
  );
  const shown = subjects.slice(0, limit).map(({ subject }) => subject);
  const rows = await db
    .withSchema(schema)
    .table("outbox")
    .whereIn("subject", shown)
    .whereIn("type", [...types])
    .orderBy(["subject", "aggregate_version", "id"])
    .select<OutboxRow[]>(...OUTBOX_COLUMNS);
  return {
    events: rows.map((row) => toEnvelope(row, schema)),
    next: subjects.length > limit ? (shown.at(-1) ?? null) : null,
  };
}
