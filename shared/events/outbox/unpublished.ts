import type { IdRange } from "../../background";
import type { Database, Transaction } from "../../database";
import { ALL_SHARDS, FIRST_ID, LAST_ID } from "../tables";

/** The oldest event that waits for its publication: its id (a UUID) and its age in seconds. */
interface Oldest {
  id: string;
  age: number;
}

/** The unpublished event with the first id, of all or of a range; read from the ends of the shards, however many wait. */
export async function oldestUnpublished(
  on: Database | Transaction,
  schema: string,
  { since = FIRST_ID, before = LAST_ID }: Partial<IdRange> = {},
): Promise<Oldest | undefined> {
  const { rows } = await on.raw<{ rows: Oldest[] }>(
    `select first.id, extract(epoch from now() - first.created_at)::float8 as age
     from unnest(?::int2[]) as part (shard) cross join lateral (
       select id, created_at from ??.unpublished
       where unpublished.shard = part.shard and id >= ? and id < ? order by id limit 1) as first
     order by first.id limit 1`,
    [[...ALL_SHARDS], schema, since, before],
  );
  return rows[0];
}

/**
 * Those of some events (UUIDs) that are not published yet. Only what is as young as the oldest one
 * that waits is looked for, each by its key: a backlog of others costs nothing.
 */
export async function unpublishedAmong(
  on: Database | Transaction,
  schema: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const oldest = ids.length > 0 ? await oldestUnpublished(on, schema) : undefined;
  if (!oldest) return new Set();
  const candidates = ids.filter((id) => id >= oldest.id);
  if (candidates.length === 0) return new Set();
  const { rows } = await on.raw<{ rows: { id: string }[] }>(
    `select waiting.id
     from unnest(?::uuid[]) as candidate (id) cross join unnest(?::int2[]) as part (shard)
     cross join lateral (
       select id from ??.unpublished
       where unpublished.shard = part.shard and unpublished.id = candidate.id limit 1) as waiting`,
    [candidates, [...ALL_SHARDS], schema],
  );
  return new Set(rows.map(({ id }) => id));
}
