import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import auditService from "../../services/audit/service";
import { type Envelope, type Subscription, userRegistered } from "../../shared/events";
import { measureCalls } from "../support/consumers/measure-calls";
import { testDeps } from "../support/database";
import { fillOutbox } from "./drain";
import { type Parts, startTier } from "./event-tier";
import { median, percentile } from "./statistics";

const PER_SECOND = 200;
const SECONDS = 15;
/** In seconds: until connections are open and code is compiled, what is measured is a start. */
const WARM_UP = 3;
const CALLS = 500;

/** From a commit until the handler has the event, and until its audit entry is committed, under steady load. */
export async function benchLatency({ url, database }: Parts): Promise<object> {
  await fillOutbox(database.of("accounts"), 0);
  const committed = new Map<string, number>();
  const handled = new Map<string, number>();
  const stored = new Map<string, number>();
  const note = (times: Map<string, number>) => (events: Envelope[]) => {
    for (const { id } of events) times.set(id, performance.now());
  };
  const subscriptions = auditService.parts.subscribe as unknown as readonly Subscription<never>[];
  const hear = { handled: note(handled), stored: note(stored) };
  const tier = await startTier({ url, database }, subscriptions, hear, auditService.parts.tuning);
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
  for (let n = 0; n < PER_SECOND * (WARM_UP + SECONDS); n += 1) {
    const due = since + (n * 1_000) / PER_SECOND;
    if (due > performance.now()) await sleep(due - performance.now());
    commits.push(commitOne(n));
  }
  await Promise.all(commits);
  const seconds = (performance.now() - since) / 1_000;
  while (stored.size < commits.length) await sleep(50);
  await tier.stop();
  const waits = (times: Map<string, number>) =>
    [...committed]
      .slice(PER_SECOND * WARM_UP)
      .map(([id, at]) => Math.max(0, (times.get(id) ?? NaN) - at));
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

/** How long a call over RabbitMQ takes. */
export async function benchCalls({ url }: Parts): Promise<object> {
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
