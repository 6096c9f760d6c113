import { isSerializationFailure, type Database } from "../database";
import { OUTBOX_COLUMNS, type OutboxRow } from "./outbox";
import { SHARDS } from "./tables";

const LEASE_SECONDS = 5;

/** Takes or renews the leases of as many shards as can be had; they run out after 5 s. */
export async function takeShards(db: Database, schema: string, owner: string): Promise<number[]> {
  const taken: number[] = [];
  for (let shard = 0; shard < SHARDS; shard += 1) {
    try {
      const { rows } = await db
        .raw<{ rows: unknown[] }>(
          `insert into ??.relay_leases as lease (shard, owner, expires_at)
         values (?, ?, now() + ? * interval '1 second')
         on conflict (shard) do update set owner = excluded.owner, expires_at = excluded.expires_at
           where lease.owner = excluded.owner or lease.expires_at < now()
         returning shard`,
          [schema, shard, owner, LEASE_SECONDS],
        )
        .options({ name: `take shard ${schema}` });
      if (rows.length === 1) taken.push(shard);
    } catch (error) {
      if (!isSerializationFailure(error)) throw error; // another relay was quicker
    }
  }
  return taken;
}

export type UnpublishedRow = OutboxRow & { shard: number };

interface Unpublished {
  shards: number[];
  /** The id from which on to read; all when absent. */
  since: string | undefined;
  /** The ids of rows to leave out. */
  except: string[];
  limit: number;
}

const COLUMNS = OUTBOX_COLUMNS.map((column) => `outbox.${column}`).join(", ");
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Events that are not published yet, of each shard the first. Each shard is read in the order of its
 * index, so that a long backlog costs no more than a short one.
 */
export async function findUnpublished(
  db: Database,
  schema: string,
  { shards, since, except, limit }: Unpublished,
): Promise<UnpublishedRow[]> {
  const { rows } = await db
    .raw<{ rows: UnpublishedRow[] }>(
      `select first.shard, ${COLUMNS}
       from unnest(?::int2[]) as leased (shard) cross join lateral (
         select shard, id from ??.unpublished
         where unpublished.shard = leased.shard and id >= ? and id <> all(?::uuid[])
         order by id limit ?) as first
       join ??.outbox on outbox.id = first.id
       order by first.id`,
      [shards, schema, since ?? FIRST_ID, except, Math.ceil(limit / shards.length), schema],
    )
    .options({ name: `find unpublished ${schema}` });
  return rows;
}

/** Marks events as published; answers with the ids of those that another relay had not marked before. */
export async function markPublished(
  db: Database,
  schema: string,
  rows: UnpublishedRow[],
): Promise<ReadonlySet<string>> {
  const { rows: marked } = await db
    .raw<{ rows: { id: string }[] }>(
      `delete from ??.unpublished using unnest(?::int2[], ?::uuid[]) as published (shard, id)
       where unpublished.shard = published.shard and unpublished.id = published.id
       returning unpublished.id`,
      [schema, rows.map(({ shard }) => shard), rows.map(({ id }) => id)],
    )
    .options({ name: `mark published ${schema}` });
  return new Set(marked.map(({ id }) => id));
}

/** Published events are kept for replay for `retentionDays`. */
export async function sweepOutbox(
  db: Database,
  schema: string,
  retentionDays: number,
): Promise<void> {
  await db.raw(
    `delete from ??.outbox where id in (
       select id from ??.outbox
       where created_at < now() - ? * interval '1 day'
         and id not in (select id from ??.unpublished)
       order by created_at limit 5000)`,
    [schema, schema, retentionDays, schema],
  );
}
