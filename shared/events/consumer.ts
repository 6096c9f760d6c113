import { ZodError } from "zod";
import { startLoop, type Loop } from "../background";
import { isUnreachable } from "../database";
import { AppError } from "../errors";
import type { Logger } from "../observability";
import { attempts as tries, OUTCOMES } from "./event-metrics";
import type { Claimed, Effect, Inbox } from "./inbox";
import { UnheardEvent } from "./subscription";
import { traceHandling } from "./trace-events";

const BATCH = 200;
/** Of a stream of events, those of so many ms are worked off together. */
const SPACING = 50;
/** Pauses of 1, 2, 4, 8 and 16 s lie between six tries: given up within a minute. */
const MAX_ATTEMPTS = 6;
const SWEEP_AFTER = 10 * 60_000;
const PROBLEM_LENGTH = 500;

/**
 * Works off a subscriber's inbox: the effects of a batch and its inbox rows in one transaction;
 * when that fails, one by one, so that a poisonous event does not hold up its neighbours.
 */
export function startConsumer(options: {
  inbox: Inbox;
  effect: Effect;
  retentionDays: number;
  log: Logger;
  interval?: number;
}): Loop {
  const { inbox, effect, log } = options;
  const { subscriber } = inbox;
  let sweptAt = Date.now();
  // From 0, so that the first one counts as a rise.
  for (const outcome of OUTCOMES) tries.inc({ subscriber, outcome }, 0);

  const settle = async (events: Claimed[]): Promise<void> => {
    try {
      await traceHandling(
        subscriber,
        events.map(({ envelope }) => envelope),
        async (traced) => {
          const claimed = events.map((event, at) => ({
            ...event,
            envelope: traced[at] ?? event.envelope,
          }));
          await inbox.settle(claimed, effect);
        },
      );
      tries.inc({ subscriber, outcome: "done" }, events.length);
    } catch (error) {
      const [first] = events;
      if (isOutage(error)) return await wait(inbox, events, error, log);
      if (first && events.length === 1) return await fail(inbox, first, error, log);
      log.debug(
        { err: error, subscriber: inbox.subscriber, count: events.length },
        "batch failed, going one by one",
      );
      for (const event of events) await settle([event]);
    }
  };

  return startLoop({
    name: `consumer ${inbox.subscriber}`,
    interval: options.interval ?? 1_000,
    spacing: SPACING,
    log,
    async work() {
      const events = await inbox.claim(BATCH);
      const [first] = events;
      if (first && first.attempts > MAX_ATTEMPTS) {
        log.error({ subscriber: inbox.subscriber, event_id: first.envelope.id }, "event given up");
        tries.inc({ subscriber, outcome: "dead" });
        await inbox.bury(first, "its handler did not come back, several times");
      } else if (events.length > 0) {
        await settle(events);
      }
      if (Date.now() - sweptAt > SWEEP_AFTER) {
        sweptAt = Date.now();
        await inbox.sweep(options.retentionDays);
      }
      // Of those that were tried before one comes at a time.
      return events.length === BATCH || (first?.attempts ?? 0) > 1;
    },
  });
}

/** What cannot be reached is waited for, however long it takes; it is no fault of the events. */
async function wait(inbox: Inbox, events: Claimed[], error: unknown, log: Logger): Promise<void> {
  const about = { subscriber: inbox.subscriber, count: events.length, err: error };
  tries.inc({ subscriber: inbox.subscriber, outcome: "postponed" }, events.length);
  log.warn(about, "events postponed: something they need is away");
  await inbox.postpone(events, problemOf(error), 5 + Math.random() * 5, false);
}

/** What is wrong with an event or its handler is tried again a few times, then given up. */
async function fail(inbox: Inbox, event: Claimed, error: unknown, log: Logger): Promise<void> {
  const { envelope, attempts } = event;
  const problem = problemOf(error);
  const about = {
    subscriber: inbox.subscriber,
    event_id: envelope.id,
    event_type: envelope.type,
    attempts,
    err: error,
  };
  const isHopeless = error instanceof ZodError || error instanceof UnheardEvent;
  if (isHopeless || attempts >= MAX_ATTEMPTS) {
    log.error(about, "event given up");
    tries.inc({ subscriber: inbox.subscriber, outcome: "dead" });
    await inbox.bury(event, problem);
  } else {
    log.warn(about, "event failed, trying again");
    tries.inc({ subscriber: inbox.subscriber, outcome: "failed" });
    await inbox.postpone([event], problem, 2 ** (attempts - 1) * (0.75 + Math.random() / 2), true);
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof AppError) return [503, 504].includes(error.status);
  return isUnreachable(error);
}

function problemOf(error: unknown): string {
  const text =
    error instanceof Error
      ? `${error.name}: ${error.message}`
      : "something that is no Error was thrown";
  return text.slice(0, PROBLEM_LENGTH);
}
