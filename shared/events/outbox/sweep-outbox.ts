import { type Database, statement } from "../../database";
import { FIRST_ID } from "../tables";
import { unpublishedAmong } from "./unpublished";

/** An event of the log: its UUID, and its time to the microsecond. */
interface Aged {
  id: string;
  created: string;
}

/**
 * Deletes events that were published and are older than `days`, the oldest first, up to `limit` with
 * each call; answers true when there may be more. It goes on behind the last call until it has come
 * to the end, so that events that nobody could publish for so long keep it from nothing.
 */
export function sweepOutbox(
  db: Database,
  schema: string,
  days: number,
): (limit: number) => Promise<boolean> {
  let after: Aged | undefined;
  return async (limit) => {
    // What decides, age and publication, changes in one direction only. Who meets another sweep waits
    // for it and finds the rows gone.
    const old = await findOld(db, schema, { days, after, limit });
    const othersToo = old.length > 0 && (await deletePublished(db, schema, old));
    const more = old.length === limit && !othersToo;
    after = more ? old.at(-1) : undefined;
    return more;
  };
}

async function findOld(
  db: Database,
  schema: string,
  { days, after, limit }: { days: number; after: Aged | undefined; limit: number },
): Promise<Aged[]> {
  const { rows } = await statement(db, () =>
    db.raw<{ rows: Aged[] }>(
      `select id, (created_at at time zone 'UTC')::text as created from ??.outbox
     where created_at < now() - cast(? as float8) * interval '1 day'
       and (created_at, id) > (cast(? as timestamptz), cast(? as uuid))
     order by created_at, id limit ?`,
      [schema, days, after ? `${after.created}Z` : "-infinity", after?.id ?? FIRST_ID, limit],
    ),
  );
  return rows;
}

/** Says whether others have deleted some of them meanwhile. */
async function deletePublished(db: Database, schema: string, old: Aged[]): Promise<boolean> {
  const ids = old.map(({ id }) => id);
  const waiting = await unpublishedAmong(db, schema, ids);
  const published = ids.filter((id) => !waiting.has(id));
  const { rowCount } = await statement(db, () =>
    db.raw<{ rowCount: number }>("delete from ??.outbox where id = any(?::uuid[])", [
      schema,
      published,
    ]),
  );
  return rowCount < published.length;
}
