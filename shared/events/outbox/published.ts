import type { Database } from "../../database";
import type { Envelope } from "../envelope";
import { firstUuidOf } from "../event-uuid";
import { ALL_SHARDS } from "../tables";
import { OUTBOX_COLUMNS, type OutboxRow, toEnvelope } from "./outbox";

/**
 * The UUID below which every event of a service was published, none of them made in the last
 * `seconds`. Ids carry the time when they were made, so what is made from now on is above it.
 */
export async function findPublishedUntil(
  db: Database,
  schema: string,
  seconds: number,
): Promise<string> {
  const { rows } = await db
    .raw<{ rows: { id: string | null; now: Date }[] }>(
      `select first.id, now() as now
       from unnest(?::int2[]) as sharded (shard) left join lateral (
         select id from ??.unpublished where unpublished.shard = sharded.shard
         order by id limit 1) as first on true`,
      [[...ALL_SHARDS], schema],
    )
    .options({ name: `published until ${schema}` });
  const now = rows[0]?.now ?? new Date();
  const settled = firstUuidOf(new Date(now.getTime() - seconds * 1_000));
  return rows.reduce((least, { id }) => (id !== null && id < least ? id : least), settled);
}

/** Which events of a service's outbox are wanted: from one UUID on and below another, of some types or all. */
export interface IdWindow {
  from: string;
  before: string;
  types?: readonly string[] | undefined;
  limit: number;
}

/** The UUIDs of events of a service's outbox, in their order. */
export async function findEventIds(
  db: Database,
  schema: string,
  { from, before, types, limit }: IdWindow,
): Promise<string[]> {
  const ofTypes = types ? " and type = any(?::text[])" : "";
  const { rows } = await db
    .raw<{ rows: { id: string }[] }>(
      `select id from ??.outbox where id >= ? and id < ?${ofTypes} order by id limit ?`,
      [schema, from, before, ...(types ? [[...types]] : []), limit] as never[],
    )
    .options({ name: `event ids${ofTypes === "" ? "" : " of types"} ${schema}` });
  return rows.map(({ id }) => id);
}

/** Events of a service's outbox by their UUIDs, in their order; without those that it does not have. */
export async function findEventsById(
  db: Database,
  schema: string,
  ids: readonly string[],
): Promise<Envelope[]> {
  const { rows } = await db.raw<{ rows: OutboxRow[] }>(
    `select ${OUTBOX_COLUMNS.join(", ")} from ??.outbox where id = any(?::uuid[]) order by id`,
    [schema, [...ids]] as never[],
  );
  return rows.map((row) => toEnvelope(row, schema));
}
