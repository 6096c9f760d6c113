import { randomUUID } from "node:crypto";
import { startLoop, type Loop } from "../background";
import type { Database } from "../database";
import { report, type Logger } from "../observability";
import type { Envelope } from "./envelope";
import { toEnvelope, type OutboxRow } from "./outbox";
import { findUnpublished, markPublished, sweepOutbox, takeShards } from "./outbox-rows";

/** Hands events on; resolves with the ids of those whose copies are safe with every subscriber. */
export type Deliver = (events: Envelope[]) => Promise<string[]>;

export interface Relay extends Loop {
  /** Age in seconds of the oldest event that is not published yet; 0 when there is none. */
  lag(): Promise<number>;
}

const BATCH = 500;
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
  /** While one batch is being marked, the next is on its way. */
  let marking: string[] = [];
  let marked: Promise<void> = Promise.resolve();

  const publish = async (rows: OutboxRow[]): Promise<void> => {
    const events = rows.map((row) => toEnvelope(row, schema));
    const safe = new Set(await deliver(events));
    const isSafe = (index: number): boolean => safe.has(events[index]?.id ?? "");
    const before = marked;
    marked = Promise.resolve();
    await before;
    marking = rows.filter((_, index) => isSafe(index)).map(({ id }) => id);
    marked = markPublished(db, schema, marking)
      .then((ids) => {
        tell(events.filter((_, index) => ids.has(rows[index]?.id ?? "")));
      })
      // Marked or not, the next look may see them again: a mark that failed is no loss.
      .finally(() => {
        marking = [];
      });
    // Awaited before the next batch is marked, and when the relay stops.
    marked.catch(() => undefined);
    setAside(rows.filter((_, index) => !isSafe(index)));
  };

  const setAside = (rows: OutboxRow[]): void => {
    if (rows.length === 0) return;
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
    log,
    async work() {
      await lease();
      if (shards.length === 0) return false;
      for (const [id, due] of returned) if (due <= Date.now()) returned.delete(id);
      const except = [...returned.keys(), ...marking];
      const rows = await findUnpublished(db, schema, { shards, except, limit: BATCH });
      if (rows.length > 0) await publish(rows);
      if (Date.now() - sweptAt > SWEEP_AFTER) {
        sweptAt = Date.now();
        await sweepOutbox(db, schema, retentionDays);
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
      await marked.catch(() => undefined);
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
