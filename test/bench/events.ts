import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectRaw, type ChannelModel } from "amqplib";
import auditService from "../../services/audit/service";
import { loadMigrations } from "../../services/load";
import { connectAmqp } from "../../shared/amqp";
import { loadConfig } from "../../shared/config";
import {
  connect,
  createDatabase,
  migrate,
  settingsFromUrl,
  type Database,
} from "../../shared/database";
import {
  deliverOverAmqp,
  insertEvents,
  startRelay,
  userRegistered,
  type Envelope,
  type Subscription,
} from "../../shared/events";
import { generateUuidV7 } from "../../shared/ids";
import { measureCalls } from "../support/consumers/measure-calls";
import { testDeps, type TestDatabase } from "../support/database";
import { newDatabase } from "../support/postgresql";
import { createVhost } from "../support/rabbitmq";
import { startTier, type Parts } from "./event-tier";
import { consumeRaw, drainRaw } from "./raw-amqp";
import { median, percentile } from "./statistics";

const QUEUE = "jumar.audit";
const ROUNDS = 5;
const EVENTS = 20_000;
const PER_SECOND = 200;
const SECONDS = 15;
const CALLS = 500;

/** What the durable tier costs: draining an outbox, from commit to audit, and a call over RabbitMQ. */
export async function benchEvents(): Promise<object> {
  const vhost = await createVhost();
  const own = newDatabase();
  const settings = settingsFromUrl(loadConfig({ NODE_ENV: "test", DATABASE_URL: own.url }));
  await createDatabase(settings);
  const pools = new Map<string, Database>();
  const database = {
    settings,
    of(service: string) {
      const pool = pools.get(service) ?? connect({ settings, service, poolSize: 10 });
      pools.set(service, pool);
      return pool;
    },
  } as TestDatabase;
  try {
    await migrate(database.of("migrate"), loadMigrations());
    const parts = { url: vhost.url, database };
    return {
      drain: await benchDrain(parts),
      commit_to_audit: await benchLatency(parts),
      call: await benchCalls(vhost.url),
    };
  } finally {
    await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    await own.drop();
    await vhost.drop();
  }
}

/**
 * Events a second, in turns: out of the outbox (each confirmed by RabbitMQ and marked); out of it and
 * through a plain consumer; out of it and into a subscriber's inbox; and plain AMQP end to end.
 */
async function benchDrain(parts: Parts): Promise<object> {
  const figures = {
    drained: [] as number[],
    consumed: [] as number[],
    stored: [] as number[],
    raw: [] as number[],
  };
  for (let round = 0; round <= ROUNDS; round += 1) {
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
  const against = (values: number[]) => {
    const ratios = values.map((value, round) => value / (figures.raw[round] ?? NaN));
    return {
      rate: Math.round(median(values)),
      ratio: Number(median(ratios).toFixed(3)),
      ratios: ratios.map((ratio) => Number(ratio.toFixed(3))),
    };
  };
  return {
    unit: "events per second, median of rounds taken in turns; ratios to raw",
    events: EVENTS,
    raw_end_to_end: Math.round(median(figures.raw)),
    outbox_drained: against(figures.drained),
    consumed: against(figures.consumed),
    in_the_inbox: against(figures.stored),
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
async function purge(connection: ChannelModel): Promise<void> {
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

const nothing: Subscription<never> = { types: "*", handle: () => Promise.resolve() };

async function fillOutbox(db: Database, count: number): Promise<void> {
  await db.raw("delete from accounts.outbox");
  await db.raw("delete from accounts.unpublished");
  await db.raw("delete from audit.inbox");
  for (let n = 0; n < count; n += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      id: generateUuidV7(),
      type: userRegistered.type,
      version: 1,
      aggregate_version: 1,
      actor: "system",
      data: JSON.stringify({ email: `bench-${n + index}@example.com` }),
    }));
    await db.transaction((trx) => insertEvents(trx, "accounts", rows));
  }
  for (const table of ["accounts.outbox", "accounts.unpublished", "audit.inbox"])
    await db.raw(`vacuum analyze ${table}`);
}

/** From a commit until the handler has the event, and until its audit entry is committed, under steady load. */
async function benchLatency({ url, database }: Parts): Promise<object> {
  await fillOutbox(database.of("accounts"), 0);
  const committed = new Map<string, number>();
  const handled = new Map<string, number>();
  const stored = new Map<string, number>();
  const note = (times: Map<string, number>) => (events: Envelope[]) => {
    for (const { id } of events) times.set(id, performance.now());
  };
  const subscriptions = auditService.parts.subscribe as unknown as readonly Subscription<never>[];
  const tier = await startTier({ url, database }, subscriptions, {
    handled: note(handled),
    stored: note(stored),
  });
  const relay = tier.startRelay();
  const deps = testDeps(database, "accounts");
  const commits: Promise<void>[] = [];
  const commitOne = async (n: number): Promise<void> => {
    const data = { email: `bench-${n}@example.com` };
    const id = await deps.transaction((trx) =>
      deps.outbox.append(trx, userRegistered, { aggregateVersion: 1, data, caller: {} }),
    );
    committed.set(id, performance.now());
    relay.nudge();
  };
  const since = performance.now();
  for (let n = 0; n < PER_SECOND * SECONDS; n += 1) {
    const due = since + (n * 1_000) / PER_SECOND;
    if (due > performance.now()) await sleep(due - performance.now());
    commits.push(commitOne(n));
  }
  await Promise.all(commits);
  const seconds = (performance.now() - since) / 1_000;
  while (stored.size < commits.length) await sleep(50);
  await tier.stop();
  const waits = (times: Map<string, number>) =>
    [...committed].map(([id, at]) => Math.max(0, (times.get(id) ?? NaN) - at));
  const summary = (times: Map<string, number>) => ({
    p50: round(percentile(waits(times), 50)),
    p99: round(percentile(waits(times), 99)),
    max: round(Math.max(...waits(times))),
  });
  return {
    unit: "ms after the commit",
    per_second: Math.round(commits.length / seconds),
    to_handler: summary(handled),
    to_audit: summary(stored),
  };
}

async function benchCalls(url: string): Promise<object> {
  const times = await measureCalls(url, CALLS);
  return {
    unit: "ms, one after another",
    median: round(median(times)),
    p99: round(percentile(times, 99)),
  };
}

function round(ms: number): number {
  return Number(ms.toFixed(1));
}
