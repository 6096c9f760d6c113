import { startSweeper } from "../background";
import { type Database, poolUse } from "../database";
import type { Logger } from "../observability";
import { inTime } from "../waiting";
import { createHandling } from "./consumer/handling";
import { startConsumer } from "./consumer/start-consumer";
import type { Tuning } from "./consumer/tuning";
import type { Attachment, Delivery } from "./deliver-to-inboxes";
import { createInbox } from "./inbox/create-inbox";
import type { Subscription } from "./subscription";

/** A subscriber that takes its events into its inbox and works that off. */
export interface StartedSubscriber {
  attachment: Attachment;
  /**
   * Takes no more and finishes what is under way, within 25 s. Resolves with the ids of the events whose
   * handlers did not end by then: what they wrote is undone, and they are handled again later.
   */
  stop(): Promise<string[]>;
}

/** In ms. Handlers are not waited for any longer at a stop, nor is a database that does not answer. */
const STOP_WITHIN = 21_000;
/** How many ids a line of the log has. */
const SHOWN = 20;

/**
 * Starts a subscriber whose inbox is in the schema of its name; needs `prepareInbox` or `inboxTables`.
 * Throws a RangeError for a tuning that is out of range.
 */
export function startSubscriber<Deps>(options: {
  db: Database;
  name: string;
  subscriptions: readonly Subscription<Deps>[];
  /** Handed to the handlers first. */
  deps: Deps;
  delivery: Delivery;
  tuning?: Tuning | undefined;
  /** How many connections it may count on; all of the pool's when absent. */
  poolSize?: number | undefined;
  /** For how long it remembers what it has handled. */
  retentionDays: number;
  log: Logger;
}): StartedSubscriber {
  const { db, name, subscriptions, deps, delivery, retentionDays, log } = options;
  const inbox = createInbox(db, name, name);
  const handling = createHandling({
    inbox,
    subscriptions,
    deps,
    tuning: options.tuning ?? {},
    poolSize: options.poolSize ?? poolUse(db).limit,
    log,
  });
  const consumer = startConsumer({ inbox, handling, log });
  const sweeper = startSweeper({
    name: `the inbox of ${name}`,
    sweep: (limit) => inbox.sweep(retentionDays, limit),
    log,
  });
  const attachment = delivery.attach({
    inbox,
    subscriptions: subscriptions as readonly Subscription<never>[],
    handling,
    nudge: consumer.nudge,
  });
  return {
    attachment,
    async stop() {
      const handled = handling.stop();
      const all = Promise.all([attachment.stop(), consumer.stop(), sweeper.stop(), handled]);
      await inTime(all, STOP_WITHIN);
      const left = await handled;
      if (left.length > 0) {
        const about = { subscriber: name, count: left.length, events: left.slice(0, SHOWN) };
        log.warn(
          about,
          "stopped before their handlers ended; these events are handled again later",
        );
      }
      return left;
    },
  };
}
