import { type Database, statement } from "../../database";
import { FIRST_ID, LAST_ID } from "../tables";
import { OUTBOX_COLUMNS, type OutboxRow } from "./outbox";

export type UnpublishedRow = OutboxRow & { shard: number };

/** A shard and the last digits of the ids that are to be read of it. */
export interface PartOfShard {
  shard: number;
  digits: string;
}

interface Unpublished {
  parts: readonly PartOfShard[];
  /** The id from which on to read; all when absent. */
  since: string | undefined;
  /** The id before which to end; none when absent. */
  before?: string | undefined;
  /** The ids of rows to leave out. */
  except: string[];
  limit: number;
}

const COLUMNS = OUTBOX_COLUMNS.map((column) => `outbox.${column}`).join(", ");

/**
 * Events that are not published yet, of each part of a shard the first. Each is read in the order of
 * its index, so that a long backlog costs no more than a short one.
 */
export async function findUnpublished(
  db: Database,
  schema: string,
  { parts, since, before, except, limit }: Unpublished,
): Promise<UnpublishedRow[]> {
  const { rows } = await statement(db, () =>
    db
      .raw<{ rows: UnpublishedRow[] }>(
        `select first.shard, ${COLUMNS}
         from unnest(?::int2[], ?::text[]) as part (shard, digits) cross join lateral (
           select shard, id from ??.unpublished
           where unpublished.shard = part.shard and id >= ? and id < ? and id <> all(?::uuid[])
             and strpos(part.digits, right(id::text, 1)) > 0
           order by id limit ?) as first
         join ??.outbox on outbox.id = first.id
         order by first.id`,
        [
          parts.map(({ shard }) => shard),
          parts.map(({ digits }) => digits),
          schema,
          since ?? FIRST_ID,
          before ?? LAST_ID,
          except,
          Math.ceil(limit / parts.length),
          schema,
        ],
      )
      .options({ name: `find unpublished ${schema}` }),
  );
  return rows;
}

/** Marks events as published; answers with the ids of those that another relay had not marked before. */
export async function markPublished(
  db: Database,
  schema: string,
  rows: UnpublishedRow[],
): Promise<ReadonlySet<string>> {
  // Of two who delete a row the second waits for the first, and finds it gone.
  const { rows: marked } = await statement(db, () =>
    db
      .raw<{ rows: { id: string }[] }>(
        `delete from ??.unpublished using unnest(?::int2[], ?::uuid[]) as published (shard, id)
         where unpublished.shard = published.shard and unpublished.id = published.id
         returning unpublished.id`,
        [schema, rows.map(({ shard }) => shard), rows.map(({ id }) => id)],
      )
      .options({ name: `mark published ${schema}` }),
  );
  return new Set(marked.map(({ id }) => id));
}
