import { isSerializationFailure, transaction, type Database } from "../database";
import { OUTBOX_COLUMNS, type OutboxRow } from "./outbox";
import { SHARDS } from "./tables";

const LEASE_SECONDS = 5;

/** Takes or renews the leases of as many shards as can be had; they run out after 5 s. */
export async function takeShards(db: Database, schema: string, owner: string): Promise<number[]> {
  const taken: number[] = [];
  for (let shard = 0; shard < SHARDS; shard += 1) {
    try {
      const { rows } = await db.raw<{ rows: unknown[] }>(
        `insert into ??.relay_leases as lease (shard, owner, expires_at)
         values (?, ?, now() + ? * interval '1 second')
         on conflict (shard) do update set owner = excluded.owner, expires_at = excluded.expires_at
           where lease.owner = excluded.owner or lease.expires_at < now()
         returning shard`,
        [schema, shard, owner, LEASE_SECONDS],
      );
      if (rows.length === 1) taken.push(shard);
    } catch (error) {
      if (!isSerializationFailure(error)) throw error; // another relay was quicker
    }
  }
  return taken;
}

/** The oldest rows that are not published yet. */
export async function findUnpublished(
  db: Database,
  schema: string,
  { shards, except, limit }: { shards: number[]; except: string[]; limit: number },
): Promise<OutboxRow[]> {
  return await db
    .withSchema(schema)
    .from("outbox")
    .whereNull("published_at")
    .whereIn("shard", shards)
    .whereRaw("id <> all(?::uuid[])", [except])
    .orderBy(["created_at", "id"])
    .limit(limit)
    .select<OutboxRow[]>(...OUTBOX_COLUMNS);
}

/** Marks rows as published; answers with the ids of those that another relay had not marked before. */
export async function markPublished(
  db: Database,
  schema: string,
  ids: string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await transaction(db, (trx) =>
    trx
      .raw<{ rows: { id: string }[] }>(
        `update ??.outbox set published_at = now()
         where id = any(?::uuid[]) and published_at is null returning id`,
        [schema, ids],
      )
      .options({ name: `mark published ${schema}` }),
  );
  return new Set(rows.map(({ id }) => id));
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
       where published_at is not null and created_at < now() - ? * interval '1 day'
       order by created_at limit 5000)`,
    [schema, schema, retentionDays],
  );
}
