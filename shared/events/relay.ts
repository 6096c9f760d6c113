import { randomUUID } from "node:crypto";
import { startLoop, type Loop } from "../background";
import { isSerializationFailure, transaction, type Database } from "../database";
import { report, type Logger } from "../observability";
import type { Envelope } from "./envelope";
import { OUTBOX_COLUMNS, toEnvelope, type OutboxRow } from "./outbox";
import { SHARDS } from "./tables";

/** Hands events on; resolves with the ids of those whose copies are safe with every subscriber. */
export type Deliver = (events: Envelope[]) => Promise<string[]>;

export interface Relay extends Loop {
  /** Age in seconds of the oldest event that is not published yet; 0 when there is none. */
  lag(): Promise<number>;
}

const BATCH = 500;
const LEASE_SECONDS = 5;
const RENEW_AFTER = 1_500;
const SWEEP_AFTER = 10 * 60_000;

/**
 * Publishes what is in a service's outbox: takes unpublished rows of the shards it leases (by state,
 * never by a cursor: ids are not in the order of commits), delivers them, marks them. Several may
 * run; one that pauses and wakes publishes duplicates at worst.
 */
export function startRelay(options: {
  db: Database;
  schema: string;
  deliver: Deliver;
  retentionDays: number;
  log: Logger;
  interval?: number;
  /**
   * Hears of events once they are published and marked, of each at most once over all relays.
   * What it throws changes nothing for them.
   */
  onPublished?: (events: Envelope[]) => void;
}): Relay {
  const { db, schema, deliver, retentionDays, log } = options;
  const owner = randomUUID();
  let shards: number[] = [];
  let leasedAt = -RENEW_AFTER;
  let sweptAt = Date.now();

  const lease = async (): Promise<void> => {
    if (Date.now() - leasedAt < RENEW_AFTER) return;
    shards = await takeShards(db, schema, owner);
    leasedAt = Date.now();
  };

  const publish = async (rows: OutboxRow[]): Promise<void> => {
    const events = rows.map((row) => toEnvelope(row, schema));
    const safe = new Set(await deliver(events));
    const marked = await markPublished(
      db,
      schema,
      rows.filter((_, index) => safe.has(events[index]?.id ?? "")),
    );
    tell(events.filter((_, index) => marked.has(rows[index]?.id ?? "")));
    if (safe.size < events.length) {
      throw new Error(`${events.length - safe.size} events have no subscriber to go to; they wait`);
    }
  };

  const tell = (events: Envelope[]): void => {
    if (events.length === 0) return;
    try {
      options.onPublished?.(events);
    } catch (error) {
      report(log, error, { message: "published events could not be told of" });
    }
  };

  const loop = startLoop({
    name: `relay of ${schema}`,
    interval: options.interval ?? 250,
    log,
    async work() {
      await lease();
      if (shards.length === 0) return false;
      const rows = await unpublished(db, schema, shards);
      if (rows.length > 0) await publish(rows);
      if (Date.now() - sweptAt > SWEEP_AFTER) {
        sweptAt = Date.now();
        await sweep(db, schema, retentionDays);
      }
      return rows.length === BATCH;
    },
  });

  return {
    nudge: () => {
      loop.nudge();
    },
    async stop() {
      await loop.stop();
      await db
        .withSchema(schema)
        .table("relay_leases")
        .where({ owner })
        .delete()
        .catch(() => 0);
    },
    async lag() {
      const { rows } = await db.raw<{ rows: { lag: string | null }[] }>(
        "select extract(epoch from now() - min(created_at)) as lag from ??.outbox where published_at is null",
        [schema],
      );
      return Math.max(0, Number(rows[0]?.lag ?? 0));
    },
  };
}

async function takeShards(db: Database, schema: string, owner: string): Promise<number[]> {
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

async function unpublished(db: Database, schema: string, shards: number[]): Promise<OutboxRow[]> {
  return await db
    .withSchema(schema)
    .from("outbox")
    .whereNull("published_at")
    .whereIn("shard", shards)
    .orderBy(["created_at", "id"])
    .limit(BATCH)
    .select<OutboxRow[]>(...OUTBOX_COLUMNS);
}

/** Answers with the ids of those that were not marked before, by another relay. */
async function markPublished(
  db: Database,
  schema: string,
  rows: OutboxRow[],
): Promise<ReadonlySet<string>> {
  const ids = rows.map(({ id }) => id);
  const marked = (await transaction(db, (trx) =>
    trx
      .withSchema(schema)
      .table("outbox")
      .whereIn("id", ids)
      .whereNull("published_at")
      .update({ published_at: trx.fn.now() }, ["id"]),
  )) as { id: string }[];
  return new Set(marked.map(({ id }) => id));
}

/** Published events are kept for replay for `retentionDays`. */
async function sweep(db: Database, schema: string, retentionDays: number): Promise<void> {
  await db.raw(
    `delete from ??.outbox where id in (
       select id from ??.outbox
       where published_at is not null and created_at < now() - ? * interval '1 day'
       order by created_at limit 5000)`,
    [schema, schema, retentionDays],
  );
}
