import { Gauge, type Registry } from "prom-client";
import {
  countInbox,
  type Delivery,
  readReconciliation,
  type Reconciliation,
  type Relay,
} from "../shared/events";
import type { DurableEvents } from "../shared/service";
import { inTime } from "../shared/waiting";
import type { OpenDatabase } from "./open-database";

interface Parts {
  database: OpenDatabase;
  relays: readonly Relay[];
  durable: DurableEvents;
  delivery: Delivery;
  isBlocked(): boolean;
}

/** In ms. What is not known by then is left out of what is shown. */
const PATIENCE = 2_000;

/** Shows what events wait for: in outboxes, in queues, in inboxes, and which were given up. */
export function watchEvents(metrics: Registry, parts: Parts): void {
  watchOutboxes(metrics, parts.relays);
  watchInboxes(metrics, parts);
  watchQueues(metrics, parts);
}

function watchOutboxes(metrics: Registry, relays: readonly Relay[]): void {
  // Without a relay it is not known here: a 0 would hide that those who know do not say it.
  if (relays.length === 0) return;
  new Gauge({
    name: "jumar_outbox_age_seconds",
    help: "Age of the oldest event that is not published yet.",
    registers: [metrics],
    async collect() {
      const lags = await inTime(Promise.all(relays.map((relay) => relay.lag())), PATIENCE);
      if (lags) this.set(Math.max(0, ...lags));
      else this.remove();
    },
  });
  new Gauge({
    name: "jumar_outbox_events",
    help: "Events that are not published yet, up to 100000, by the service whose they are.",
    labelNames: ["service"],
    registers: [metrics],
    async collect() {
      this.reset();
      for (const relay of relays) {
        const depth = await inTime(relay.depth(), PATIENCE);
        if (depth !== undefined) this.set({ service: relay.service }, depth);
      }
    },
  });
}

function watchInboxes(metrics: Registry, { database, durable }: Parts): void {
  const count = askedTogether(async () => {
    const counts = durable.subscribers().map(async ({ name: subscriber }) => {
      const counted = await inTime(
        countInbox(database.of(subscriber), subscriber, subscriber),
        PATIENCE,
      );
      return counted ? [{ subscriber, ...counted }] : [];
    });
    return (await Promise.all(counts)).flat();
  });
  const show = (name: string, help: string, of: "pending" | "age" | "dead"): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: ["subscriber"],
      registers: [metrics],
      async collect() {
        const counted = await count();
        this.reset();
        for (const { subscriber, [of]: value } of counted) this.set({ subscriber }, value);
      },
    });
  show(
    "jumar_inbox_events",
    "Events that wait in a subscriber's inbox to be handled, up to 100000.",
    "pending",
  );
  show(
    "jumar_inbox_age_seconds",
    "How long the oldest event has been waiting in a subscriber's inbox.",
    "age",
  );
  show("jumar_dead_letters", "Events that a subscriber gave up, up to 100000.", "dead");
  new Gauge({
    name: "jumar_events_missing",
    help: "Events of the log that a subscriber's inbox lacked when last compared, and was handed again.",
    labelNames: ["subscriber"],
    registers: [metrics],
    async collect() {
      this.reset();
      for (const { name: subscriber } of durable.subscribers()) {
        const look = readReconciliation(database.of(subscriber), subscriber, subscriber);
        const found = await inTime(look, PATIENCE);
        if (found) this.set({ subscriber }, missingOf(found));
      }
    },
  });
}

function watchQueues(metrics: Registry, { durable, delivery, relays, isBlocked }: Parts): void {
  const registers = [metrics];
  const concerned = (): boolean => relays.length > 0 || durable.subscribers().length > 0;
  // Those who publish ask too: whoever consumes may be what is down.
  const ask = askedTogether(async () =>
    concerned() ? ((await inTime(delivery.queues(), PATIENCE)) ?? []) : [],
  );
  new Gauge({
    name: "jumar_queue_messages",
    help: "Events in a subscriber's queue (ready), and those this process took and has not acknowledged (unacked).",
    labelNames: ["subscriber", "state"],
    registers,
    async collect() {
      const queues = await ask();
      this.reset();
      for (const { subscriber, ready } of queues) this.set({ subscriber, state: "ready" }, ready);
      for (const { name: subscriber, attachment } of durable.subscribers()) {
        const unacked = attachment.unacked?.();
        if (unacked !== undefined) this.set({ subscriber, state: "unacked" }, unacked);
      }
    },
  });
  new Gauge({
    name: "jumar_queue_consumers",
    help: "Processes that take events from a subscriber's queue.",
    labelNames: ["subscriber"],
    registers,
    async collect() {
      const queues = await ask();
      this.reset();
      for (const { subscriber, consumers } of queues) this.set({ subscriber }, consumers);
    },
  });
  new Gauge({
    name: "jumar_broker_up",
    help: "Whether this process reaches RabbitMQ and may publish; 1 as well without a broker.",
    registers,
    collect() {
      this.set(concerned() && delivery.problem() !== undefined ? 0 : 1);
    },
  });
  new Gauge({
    name: "jumar_broker_alarm",
    help: "Whether RabbitMQ is short of disk or memory and takes nothing.",
    registers,
    collect() {
      this.set(delivery.hasAlarm() || isBlocked() ? 1 : 0);
    },
  });
}

/** Whoever asks while the answer is awaited gets that: a scrape collects every metric at once. */
function askedTogether<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () =>
    (asking ??= ask().finally(() => {
      asking = undefined;
    }));
}

/** In ms: shown for so long after they were found, so that a scrape sees them. */
const SHOWN_FOR = 15 * 60_000;

function missingOf({ missing, missing_at, now }: Reconciliation): number {
  if (missing_at === null || now.getTime() - missing_at.getTime() > SHOWN_FOR) return 0;
  return missing;
}
