import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type ChannelModel, connect as connectRaw } from "amqplib";
import { connectAmqp } from "../../shared/amqp";
import type { Database } from "../../shared/database";
import {
  deliverOverAmqp,
  type Envelope,
  insertEvents,
  startRelay,
  type Subscription,
  userRegistered,
} from "../../shared/events";
import { generateUuidV7 } from "../../shared/ids";
import { testDeps } from "../support/database";
import { type Parts, startTier } from "./event-tier";
import { consumeRaw, drainRaw } from "./raw-amqp";
import { against } from "./statistics";

const QUEUE = "jumar.audit";
const EVENTS = 20_000;

/**
 * Events a second, in turns: out of the outbox (each confirmed by RabbitMQ and marked); out of it and
 * through a plain consumer; out of it and into a subscriber's inbox; and plain AMQP end to end.
 */
export async function benchDrain(parts: Parts, rounds = 5): Promise<object> {
  const figures = {
    drained: [] as number[],
    consumed: [] as number[],
    stored: [] as number[],
    raw: [] as number[],
  };
  for (let round = 0; round <= rounds; round += 1) {
    const count = round === 0 ? EVENTS / 10 : EVENTS;
    const { seconds: drained, events } = await drainOutbox(parts, count, { consuming: false });
    const raw = await drainRaw(parts.url, events);
    const { seconds: consumed } = await drainOutbox(parts, count, { consuming: true });
    const stored = await drainIntoInbox(parts, count);
    if (round === 0) continue; // to warm up
    figures.drained.push(count / drained);
    figures.consumed.push(count / consumed);
    figures.stored.push(count / stored);
    figures.raw.push(count / raw);
  }
  return {
    unit: "events per second, median of rounds taken in turns; ratios to raw",
    events: EVENTS,
    outbox_drained: against(figures.drained, figures.raw),
    consumed: against(figures.consumed, figures.raw),
    in_the_inbox: against(figures.stored, figures.raw),
  };
}

async function drainOutbox(
  { url, database }: Parts,
  count: number,
  { consuming }: { consuming: boolean },
): Promise<{ seconds: number; events: Envelope[] }> {
  await fillOutbox(database.of("accounts"), count);
  const { log } = testDeps(database, "accounts");
  const amqp = await connectAmqp({ url, name: "bench", log });
  const subscribers = [{ name: "audit", subscriptions: [nothing] }];
  const delivery = deliverOverAmqp({ amqp, log, subscribers, publishes: true });
  while (delivery.problem() !== undefined) await sleep(20);
  const consumer = await connectRaw(url, { noDelay: true });
  const consumed = consuming ? await consumeRaw(consumer, QUEUE, count) : undefined;
  const events: Envelope[] = [];
  let finish: () => void = () => undefined;
  const marked = new Promise<void>((resolve) => (finish = resolve));
  const since = performance.now();
  const relay = startRelay({
    db: database.of("accounts"),
    schema: "accounts",
    deliver: delivery.deliver,
    retentionDays: 30,
    log,
    onPublished(batch) {
      events.push(...batch);
      if (events.length === count) finish();
    },
  });
  await Promise.all([marked, consumed?.all]);
  const seconds = (performance.now() - since) / 1_000;
  await relay.stop();
  await delivery.close();
  await purge(consumer);
  await consumer.close();
  return { seconds, events };
}

/** What was drained without a consumer is not the next round's. */
export async function purge(connection: ChannelModel): Promise<void> {
  const channel = await connection.createChannel();
  await channel.purgeQueue(QUEUE);
}

async function drainIntoInbox(parts: Parts, count: number): Promise<number> {
  await fillOutbox(parts.database.of("accounts"), count);
  let stored = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const tier = await startTier(parts, [nothing], {
    stored(batch) {
      stored += batch.length;
      if (stored >= count) finish();
    },
  });
  const since = performance.now();
  tier.startRelay();
  await finished;
  const seconds = (performance.now() - since) / 1_000;
  await tier.stop();
  return seconds;
}

/** Hears every event and does nothing. */
export const nothing: Subscription<never> = { types: "*", handle: () => Promise.resolve() };

/** Commits events that are to be published; what is in the outbox and the inbox before is removed. */
export async function fillOutbox(db: Database, count: number): Promise<void> {
  for (const table of TABLES) await db.raw(`delete from ${table}`);
  await commitEvents(db, count);
  for (const table of TABLES) await db.raw(`vacuum analyze ${table}`);
}

const TABLES = ["accounts.outbox", "accounts.unpublished", "audit.inbox"];

/** Commits events that are to be published, all of them at once. */
export async function commitEvents(db: Database, count: number): Promise<void> {
  await db.transaction(async (trx) => {
    for (let n = 0; n < count; n += 1_000) {
      const rows = Array.from({ length: 1_000 }, (_, index) => ({
        id: generateUuidV7(),
        type: userRegistered.type,
        version: 1,
        aggregate_version: 1,
        actor: "system",
        data: JSON.stringify({ email: `bench-${n + index}@example.com` }),
      }));
      await insertEvents(trx, "accounts", rows);
    }
  });
}
