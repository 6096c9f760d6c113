import type { Database } from "../../database";

const LEASE_SECONDS = 5;

/**
 * A row of `relay_leases`: by `shard`, who reads which slice, or, with a number below 0, the place of
 * a relay among those that live. Times are the database's.
 */
export interface LeaseRow {
  shard: number;
  owner: string;
  live: boolean;
}

/**
 * Takes or renews rows for 5 s, except those that another relay's lease is on, and lets rows of its
 * own run out. Answers with all rows as they are then.
 */
export async function writeLeases(
  db: Database,
  schema: string,
  owner: string,
  { keep, give }: { keep: readonly number[]; give: readonly number[] },
): Promise<LeaseRow[]> {
  // In one order, so that two who want the same rows do not lock each other out.
  const changes = [
    ...keep.map((shard) => ({ shard, seconds: LEASE_SECONDS })),
    ...give.map((shard) => ({ shard, seconds: 0 })),
  ].sort((a, b) => a.shard - b.shard);
  // Alone, in one round trip: it runs every second and a half, and again when it lost against another.
  const { rows } = await db
    .raw<{ rows: (LeaseRow & { written: boolean })[] }>(
      `with written as (
         insert into ??.relay_leases as lease (shard, owner, expires_at)
         select shard, ?::text, now() + seconds * interval '1 second'
         from unnest(?::int2[], ?::int4[]) as change (shard, seconds)
         on conflict (shard) do update
           set owner = excluded.owner, expires_at = excluded.expires_at
           where lease.owner = excluded.owner or lease.expires_at <= now()
         returning shard, owner, expires_at > now() as live)
       select shard, owner, live, true as written from written
       union all select shard, owner, expires_at > now(), false from ??.relay_leases`,
      [
        schema,
        owner,
        changes.map(({ shard }) => shard),
        changes.map(({ seconds }) => seconds),
        schema,
      ],
    )
    .options({ name: `lease shards ${schema}` });
  // The others are as they were before; what it wanted and did not get was taken by another meanwhile.
  const written = new Set(rows.filter((row) => row.written).map(({ shard }) => shard));
  const isLost = (row: LeaseRow): boolean => row.owner === owner && keep.includes(row.shard);
  return rows.filter((row) => row.written || (!written.has(row.shard) && !isLost(row)));
}

/** Takes all rows of a relay away, so that others may have its slices at once. */
export async function deleteLeases(db: Database, schema: string, owner: string): Promise<void> {
  await db.withSchema(schema).table("relay_leases").where({ owner }).delete();
}
