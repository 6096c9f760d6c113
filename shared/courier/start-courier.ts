import { type Loop, startLoop } from "../background";
import { type Logger, outsideTraces } from "../observability";
import { type Alarm, createAlarm } from "./alarm";
import type { Delivery } from "./delivery";
import type { DeliveryTable } from "./delivery-table";
import { createRest, type Rest } from "./rest";
import { together } from "./together";
import { pauseAfter, type RetrySchedule, type Verdict, withinSchedule } from "./verdict";

export interface CourierOptions<D extends Delivery> {
  /** What it sends, as log lines have it, e.g. `mail`. */
  what: string;
  deliveries: DeliveryTable<D>;
  /** Resolves once the next hop has taken it over; may be called again for the same delivery. */
  send: (delivery: D) => Promise<void>;
  /** What a failure of `send` says about its delivery. */
  judge: (error: unknown) => Verdict;
  schedule: RetrySchedule;
  /** Told what came of each try. */
  count: (delivery: D, outcome: Outcome) => void;
  /** What log lines say of a delivery. */
  describe: (delivery: D) => Record<string, unknown>;
  log: Logger;
}

export const OUTCOMES = ["sent", "skipped", "failed", "given_up"] as const;
/** `sent`, `skipped` (no longer wanted), `failed` (tried again) or `given_up`. */
export type Outcome = (typeof OUTCOMES)[number];

const AT_ONCE = 20;
const CLAIM_SECONDS = 10;
const KEEP_EVERY = 3_000;
/** In ms. What this process queues nudges it, and it wakes for what is due; another's is found so late. */
const IDLE = 10_000;

/** A courier at work. */
export interface Courier<D extends Delivery> extends Loop {
  /** Room for a delivery that is being queued, so that nobody has to look for it; undefined when there is none. */
  reserve(): Room<D> | undefined;
}

/** Is to be used or given back. */
export interface Room<D extends Delivery> {
  /** For how long to queue it as claimed. */
  seconds: number;
  /** Sends what was queued so. */
  send(delivery: D): void;
  giveBack(): void;
}

interface Sending<D extends Delivery> extends CourierOptions<D> {
  rest: Rest;
  alarm: Alarm;
  /** Writes down that one was sent; those that end together are written together. */
  sent: (id: string) => Promise<void>;
}

/**
 * Sends what is queued in a table, some at once, each under a lease. What fails is tried again after
 * a growing pause or ends, as `judge` and the schedule say; when nothing is taken at all, one at a time
 * finds out when that is over. May run in several processes at once; one that dies between sending and
 * writing it down has it sent twice.
 */
export function startCourier<D extends Delivery>(options: CourierOptions<D>): Courier<D> {
  const { what, deliveries, log } = options;
  const rest = createRest();
  const alarm = createAlarm(IDLE, () => {
    loop.nudge();
  });
  const courier: Sending<D> = { ...options, rest, alarm, sent: together(deliveries.sent) };
  const sending = new Map<string, Promise<void>>();
  let reserved = 0;
  let isStopped = false;
  /** Whether there may be more than there was room for. */
  let wanting = false;
  const free = (): number => rest.allowed(AT_ONCE) - sending.size - reserved;
  const begin = (delivery: D): void => {
    const sent = deliver(courier, delivery).finally(() => {
      sending.delete(delivery.id);
      if (wanting) loop.nudge();
    });
    sending.set(delivery.id, sent);
  };
  const keeping = setInterval(() => {
    if (sending.size === 0) return;
    // A lease that was not renewed runs out, and the delivery may go out twice.
    void deliveries.keep([...sending.keys()], CLAIM_SECONDS).catch(() => undefined);
  }, KEEP_EVERY);

  const loop = startLoop({
    name: `${what} courier`,
    interval: 1_000,
    idle: IDLE,
    log,
    async work() {
      const room = free();
      wanting = room <= 0;
      if (wanting) {
        // Whoever is being sent nudges when it has ended; only a rest ends by itself.
        if (rest.left() > 0) alarm.within(rest.left());
        return false;
      }
      const taken = await deliveries.claim(room, CLAIM_SECONDS);
      wanting = taken.deliveries.length >= room;
      if (taken.nextDue !== undefined) alarm.within(taken.nextDue);
      taken.deliveries.forEach(begin);
      return taken.deliveries.length === 0 ? "nothing" : false;
    },
  });

  return {
    nudge: loop.nudge,
    reserve() {
      if (isStopped || free() <= 0) return undefined;
      reserved += 1;
      const giveBack = (): void => {
        reserved -= 1;
        if (wanting) loop.nudge();
      };
      return {
        seconds: CLAIM_SECONDS,
        send(delivery) {
          giveBack();
          // Its claim runs out, and another process sends it.
          if (!isStopped) outsideTraces(() => begin(delivery));
        },
        giveBack,
      };
    },
    async stop() {
      isStopped = true;
      await loop.stop();
      alarm.stop();
      await Promise.all(sending.values());
      clearInterval(keeping);
    },
  };
}

/** Sends one; whatever happens is written down. Never rejects. */
async function deliver<D extends Delivery>(courier: Sending<D>, delivery: D): Promise<void> {
  const { what, send, sent, rest, count, log } = courier;
  const about = courier.describe(delivery);
  try {
    await send(delivery);
    rest.heard();
    await sent(delivery.id);
    count(delivery, "sent");
    log.info(about, `${what} sent`);
  } catch (error) {
    await settle(courier, delivery, error).catch((err: unknown) => {
      courier.alarm.within(CLAIM_SECONDS);
      log.warn({ ...about, err }, `${what} left for a later try`);
    });
  }
}

async function settle<D extends Delivery>(
  courier: Sending<D>,
  delivery: D,
  error: unknown,
): Promise<void> {
  const { what, deliveries, schedule, rest, count, log } = courier;
  const about = courier.describe(delivery);
  const { attempts } = delivery;
  const judged = courier.judge(error);
  if (judged.then === "park") rest.heard();
  if (judged.then === "retry" && judged.concernsAll) rest.refused();
  const verdict = withinSchedule(judged, delivery, schedule);
  const { problem } = verdict;
  switch (verdict.then) {
    case "skip":
      log.info({ ...about, code: problem }, `${what} no longer wanted`);
      // What was ended meanwhile was counted then.
      if (await deliveries.finish(delivery.id, "skipped", problem)) count(delivery, "skipped");
      return;
    case "park":
      log.error({ ...about, problem, attempts }, `${what} given up`);
      count(delivery, "given_up");
      await deliveries.finish(delivery.id, "parked", problem);
      return;
    case "retry": {
      log.warn({ ...about, problem, attempts }, `${what} put off`);
      count(delivery, "failed");
      const pause = pauseAfter(attempts, verdict, schedule);
      await deliveries.postpone(delivery.id, problem, pause);
      courier.alarm.within(pause);
    }
  }
}
