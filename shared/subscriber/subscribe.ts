import { setTimeout as sleep } from "node:timers/promises";
import { connectAmqp } from "../amqp";
import {
  connect,
  type Database,
  isUniqueViolation,
  isUnreachable,
  tellDatabaseOutages,
} from "../database";
import {
  completeTuning,
  deliverOverAmqp,
  prepareInbox,
  type StartedSubscriber,
  startSubscriber,
  type Subscription,
} from "../events";
import { createLogger, type Logger } from "../observability";
import { inTime } from "../waiting";
import { poolSizeOf, settingsOf, type SubscriberPlaces } from "./options";
import { requireSubscriberName } from "./subscriber-name";

/** In ms. */
const CLOSE_WITHIN = 1_000;

export interface SubscriberOptions<Deps> extends SubscriberPlaces {
  /** Names your schema, which holds the inbox, and your queue, `jumar.<name>`; the same at every start. */
  name: string;
  /** What you do about which events. Whatever a handler writes through its `trx` is written once. */
  on: readonly Subscription<Deps>[];
  /** Handed to the handlers first. */
  deps?: Deps;
}

/** A subscriber that runs until it is stopped, through every outage of RabbitMQ and of its database. */
export interface RunningSubscriber {
  /** Resolves once events arrive; rejects when waiting would not help, e.g. a password is wrong. */
  ready(): Promise<void>;
  /** Undefined while events arrive; else why they do not. */
  problem(): string | undefined;
  /**
   * Takes no more, finishes what it is at, and lets go of everything, within 25 s. Resolves with the ids
   * of the events whose handlers did not end by then: they are handled again later.
   */
  stop(): Promise<{ left: string[] }>;
}

/**
 * Subscribes a program of its own to domain events: at least once delivered, the effect exactly
 * once. Throws a RangeError for a name that cannot be one or belongs to the platform, and for a tuning
 * that is out of range.
 */
export function subscribe<Deps = unknown>(options: SubscriberOptions<Deps>): RunningSubscriber {
  const { name } = options;
  requireSubscriberName(name);
  const poolSize = poolSizeOf(options);
  completeTuning(options.tuning ?? {}, poolSize);
  const log = options.log ?? createLogger({ level: "warn", pretty: false, name });
  const db = connect({
    settings: settingsOf(options.database),
    service: name,
    poolSize,
  });
  const outages = tellDatabaseOutages(log);
  outages.watch(db);
  const stopping = new AbortController();
  let running: StartedSubscriber | undefined;
  let failure: Error | undefined;
  const starting = begin(options, db, log, stopping.signal).then(
    (begun) => {
      running = begun;
    },
    (error: unknown) => {
      failure = error instanceof Error ? error : new Error("cannot subscribe", { cause: error });
      if (!stopping.signal.aborted) log.error({ err: failure }, "cannot subscribe");
    },
  );

  const problem = (): string | undefined => {
    if (stopping.signal.aborted) return "was stopped";
    if (failure) return failure.message;
    return running ? running.attachment.problem() : "is starting";
  };
  const stop = async (): Promise<{ left: string[] }> => {
    stopping.abort();
    await starting;
    const left = (await running?.stop()) ?? [];
    outages.stop();
    await inTime(db.destroy(), CLOSE_WITHIN);
    return { left };
  };
  let stopped: Promise<{ left: string[] }> | undefined;

  return {
    problem,
    async ready() {
      await starting;
      while (problem() !== undefined) {
        if (failure) throw failure;
        if (stopping.signal.aborted) throw new Error("the subscriber was stopped");
        await sleep(20);
      }
    },
    stop: () => (stopped ??= stop()),
  };
}

async function begin<Deps>(
  options: SubscriberOptions<Deps>,
  db: Database,
  log: Logger,
  signal: AbortSignal,
): Promise<StartedSubscriber> {
  const { amqpUrl, amqpTls, name, retentionDays = 30 } = options;
  await untilPrepared(db, options, signal);
  const amqp = await connectAmqp({ url: amqpUrl, tls: amqpTls, name, log });
  const delivery = deliverOverAmqp({ amqp, log, subscribers: [], publishes: false });
  const subscriber = startSubscriber({
    db,
    name,
    subscriptions: options.on,
    deps: options.deps as Deps,
    delivery,
    tuning: options.tuning,
    retentionDays,
    log,
  });
  return {
    attachment: subscriber.attachment,
    async stop() {
      const left = await subscriber.stop();
      await delivery.close();
      return left;
    },
  };
}

/** A database that is away is waited for; two that make the inbox at once get in each other's way once. */
async function untilPrepared<Deps>(
  db: Database,
  { name, on }: Pick<SubscriberOptions<Deps>, "name" | "on">,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await prepareInbox(db, name, on as readonly Subscription<never>[]);
      return;
    } catch (err) {
      if (signal.aborted || !(isUnreachable(err) || isUniqueViolation(err))) throw err;
    }
    await sleep(1_000, undefined, { signal });
  }
}
