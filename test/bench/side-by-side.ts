import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectRaw } from "amqplib";
import auditService from "../../services/audit/service";
import { connectAmqp } from "../../shared/amqp";
import type { Database } from "../../shared/database";
import { deliverOverAmqp, startRelay, type Subscription } from "../../shared/events";
import { type TestDatabase, testDeps } from "../support/database";
import { moveAway } from "../support/far-database";
import { commitEvents, fillOutbox, nothing, purge } from "./drain";
import { type Parts, startTier } from "./event-tier";
import { until } from "./fleet-figures";
import { against } from "./statistics";

const EVENTS = 12_000;
/**
 * In ms, to the database. So far away that one relay or one audit mostly waits: then two are as much
 * faster than one as they are where each has a processor of its own.
 */
const ROUND_TRIP = 100;
/** In ms. By then relays have shared the outbox out. */
const SETTLING = 6_000;

/** Events a second of two relays beside one, and of two audits beside one, at a database far away. */
export async function benchSideBySide(parts: Parts, rounds = 3): Promise<object> {
  const rates = { relays: [[], []], audits: [[], []] } as Record<string, [number[], number[]]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, number] of [1, 2].entries()) {
      rates.relays?.[at]?.push(EVENTS / (await relayBy(parts, number)));
      rates.audits?.[at]?.push(EVENTS / (await auditBy(parts, number)));
    }
  }
  const of = ([one, two]: [number[], number[]] = [[], []]) => against(two, one);
  return {
    unit: "events per second of two, median of rounds; beside one",
    events: EVENTS,
    round_trip_ms: ROUND_TRIP,
    relays: of(rates.relays),
    audits: of(rates.audits),
  };
}

const { tuning } = auditService.parts;
const subscriptions = auditService.parts.subscribe as unknown as readonly Subscription<never>[];

/** The seconds that so many relays take for events that are all there. */
async function relayBy(parts: Parts, number: number): Promise<number> {
  const near = parts.database.of("accounts");
  await fillOutbox(near, 0);
  return await fromFar(parts, number, async (far) => {
    const relays = await Promise.all(far.map((own) => startRelayAt(parts.url, own)));
    await sleep(SETTLING);
    await commitEvents(near, EVENTS);
    const seconds = await secondsUntil(
      near,
      "select count(*) = 0 as done from accounts.unpublished",
    );
    await Promise.all(relays.map((relay) => relay.stop()));
    await purgeQueue(parts.url);
    return seconds;
  });
}

/** The seconds that so many audits take for events that are all in their queue. */
async function auditBy(parts: Parts, number: number): Promise<number> {
  const near = parts.database.of("accounts");
  await fillOutbox(near, EVENTS);
  await near.raw("delete from audit.entries");
  await near.raw("update audit.chains set seq = 0, hash = decode(repeat('00', 32), 'hex')");
  const relay = await startRelayAt(parts.url, parts.database);
  await secondsUntil(near, "select count(*) = 0 as done from accounts.unpublished");
  await relay.stop();
  return await fromFar(parts, number, async (far) => {
    const { url } = parts;
    const since = performance.now();
    const started = far.map((database) =>
      startTier({ url, database }, subscriptions, HEARD, tuning),
    );
    const tiers = await Promise.all(started);
    await secondsUntil(near, `select sum(seq) >= ${EVENTS} as done from audit.chains`);
    const seconds = (performance.now() - since) / 1_000;
    await Promise.all(tiers.map((tier) => tier.stop()));
    return seconds;
  });
}

const HEARD = { stored: () => undefined };

/** Does something with so many ways to the database, each far. */
async function fromFar<T>(
  { database }: Parts,
  number: number,
  work: (far: TestDatabase[]) => Promise<T>,
): Promise<T> {
  const ways = await Promise.all(
    Array.from({ length: number }, () => moveAway(database, ROUND_TRIP)),
  );
  try {
    return await work(ways.map((far) => ({ ...database, ...far.database })));
  } finally {
    await Promise.all(ways.map((far) => far.close()));
  }
}

async function startRelayAt(
  url: string,
  database: TestDatabase,
): Promise<{ stop(): Promise<void> }> {
  const { log } = testDeps(database, "accounts");
  const amqp = await connectAmqp({ url, name: "bench", log });
  const subscribers = [{ name: "audit", subscriptions: [nothing] }];
  const delivery = deliverOverAmqp({ amqp, log, subscribers, publishes: true });
  while (delivery.problem() !== undefined) await sleep(20);
  const db = database.of("accounts");
  const { deliver } = delivery;
  const relay = startRelay({ db, schema: "accounts", deliver, retentionDays: 30, log });
  return {
    async stop() {
      await relay.stop();
      await delivery.close();
    },
  };
}

async function secondsUntil(db: Database, sql: string): Promise<number> {
  const since = performance.now();
  await until(async () => {
    const { rows } = await db.raw<{ rows: { done: boolean }[] }>(sql);
    return rows[0]?.done === true;
  });
  return (performance.now() - since) / 1_000;
}

async function purgeQueue(url: string): Promise<void> {
  const connection = await connectRaw(url);
  await purge(connection);
  await connection.close();
}
