import { randomUUID } from "node:crypto";
import { startLoop, type Loop } from "../background";
import type { Database } from "../database";
import { report, type Logger } from "../observability";
import { countUnpublished } from "./count-waiting";
import type { Envelope } from "./envelope";
import { published, returned as returnedEvents } from "./event-metrics";
import { toEnvelope, type OutboxRow } from "./outbox";
import {
  findUnpublished,
  markPublished,
  sweepOutbox,
  takeShards,
  type UnpublishedRow,
} from "./outbox-rows";
import { tracePublishing } from "./trace-events";

/** Hands events on; resolves with the ids of those whose copies are safe with every subscriber. */
export type Deliver = (events: Envelope[]) => Promise<string[]>;

export interface Relay extends Loop {
  /** Age in seconds of the oldest event that is not published yet; 0 when there is none. */
  lag(): Promise<number>;
  /** How many are not published yet, up to 100,000. */
  depth(): Promise<number>;
  /** Whose events they are. */
  readonly service: string;
}

const BATCH = 500;
/** Of a stream of commits, those of so many ms leave together: one by one each would cost ten times as much. */
const SPACING = 5;
/** A pass ends after so many reads, so that what commits late is not passed over for long. */
const READS_A_PASS = 100;
/** While some are being confirmed and marked, the next is read. */
const BATCHES_AT_ONCE = 4;
const RENEW_AFTER = 1_500;
const SWEEP_AFTER = 10 * 60_000;
/** What reached no queue is tried again after this long, and holds nothing up meanwhile. */
const RETURNED_PAUSE = 5_000;
/** With more than so many something else is wrong, and the relay waits as after any failure. */
const MAX_RETURNED = 5_000;
const LOG_AGAIN_AFTER = 30_000;

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
  // From 0, so that the first one counts as a rise.
  for (const total of [published, returnedEvents]) total.inc({ service: schema }, 0);
  let shards: number[] = [];
  let leasedAt = -RENEW_AFTER;
  let sweptAt = Date.now();

  const lease = async (): Promise<void> => {
    if (Date.now() - leasedAt < RENEW_AFTER) return;
    shards = await takeShards(db, schema, owner);
    leasedAt = Date.now();
  };

  /** The rows whose events reached no queue, and when they are due again. */
  const returned = new Map<string, number>();
  let loggedAt = -LOG_AGAIN_AFTER;
  /** Batches between being read and being marked, with the ids of their rows. */
  const underWay = new Map<Promise<void>, string[]>();
  let failure: unknown;
  /** A long backlog is read in passes: each read goes on where the last ended, each pass starts over. */
  let since: string | undefined;
  let reads = 0;

  const publish = async (rows: UnpublishedRow[]): Promise<void> => {
    const events = rows.map((row) => toEnvelope(row, schema));
    const safe = new Set(await tracePublishing(events, deliver));
    const isSafe = (index: number): boolean => safe.has(events[index]?.id ?? "");
    const done = rows.filter((_, index) => isSafe(index));
    if (done.length > 0) {
      const marked = await markPublished(db, schema, done);
      published.inc({ service: schema }, marked.size);
      tell(events.filter((_, index) => marked.has(rows[index]?.id ?? "")));
    }
    setAside(rows.filter((_, index) => !isSafe(index)));
  };

  /** Reading goes on meanwhile. A batch that fails is seen again at the next look, marked or not. */
  const startBatch = (rows: UnpublishedRow[]): void => {
    const batch = publish(rows)
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => underWay.delete(batch));
    underWay.set(
      batch,
      rows.map(({ id }) => id),
    );
  };

  /** How far every shard was read that may have more. */
  const endOf = (rows: UnpublishedRow[]): string | undefined => {
    const perShard = Math.ceil(BATCH / shards.length);
    const ends = shards.flatMap((shard) => {
      const read = rows.filter((row) => row.shard === shard);
      return read.length < perShard ? [] : [read.at(-1)?.id ?? ""];
    });
    return ends.sort()[0];
  };

  const setAside = (rows: OutboxRow[]): void => {
    if (rows.length === 0) return;
    returnedEvents.inc({ service: schema }, rows.length);
    if (returned.size + rows.length > MAX_RETURNED) {
      throw new Error("events have no queue; they wait");
    }
    for (const { id } of rows) returned.set(id, Date.now() + RETURNED_PAUSE);
    if (Date.now() - loggedAt < LOG_AGAIN_AFTER) return;
    loggedAt = Date.now();
    log.error(
      { service: schema, count: rows.length, event_type: rows[0]?.type },
      "events have no queue; they wait",
    );
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
    spacing: SPACING,
    log,
    async work() {
      if (failure !== undefined) {
        const cause = failure;
        failure = undefined;
        since = undefined;
        throw cause instanceof Error ? cause : new Error("a batch failed", { cause });
      }
      await lease();
      if (shards.length === 0) return false;
      while (underWay.size >= BATCHES_AT_ONCE) await Promise.race(underWay.keys());
      for (const [id, due] of returned) if (due <= Date.now()) returned.delete(id);
      const except = [...returned.keys(), ...[...underWay.values()].flat()];
      const rows = await findUnpublished(db, schema, { shards, since, except, limit: BATCH });
      const end = endOf(rows);
      since = reads < READS_A_PASS ? end : undefined;
      reads = since ? reads + 1 : 0;
      if (rows.length > 0) startBatch(rows);
      if (Date.now() - sweptAt > SWEEP_AFTER) {
        sweptAt = Date.now();
        await sweepOutbox(db, schema, retentionDays);
      }
      return end !== undefined;
    },
  });

  return {
    service: schema,
    depth: () => countUnpublished(db, schema),
    nudge: () => {
      loop.nudge();
    },
    async stop() {
      await loop.stop();
      await Promise.all(underWay.keys());
      await db
        .withSchema(schema)
        .table("relay_leases")
        .where({ owner })
        .delete()
        .catch(() => 0);
    },
    async lag() {
      const { rows } = await db.raw<{ rows: { lag: string | null }[] }>(
        "select extract(epoch from now() - min(created_at)) as lag from ??.unpublished",
        [schema],
      );
      return Math.max(0, Number(rows[0]?.lag ?? 0));
    },
  };
}
