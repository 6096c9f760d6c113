import { setTimeout as sleep } from "node:timers/promises";
import type { ConfirmChannel, ConsumeMessage } from "amqplib";
import { keepChannel, sayGoodbye, type Amqp, type KeptChannel } from "../../amqp";
import { report, type Logger } from "../../observability";
import type { Transaction } from "../../database";
import type { Envelope } from "../envelope";
import type { Inbox } from "../inbox";
import { attempts } from "../event-metrics";
import { hears, type Subscription } from "../subscription";
import { traceHandling } from "../trace-events";
import { readMessage, unreadable } from "./read-message";
import { declareSubscriber, queueOf } from "./topology";

const PREFETCH = 400;
const BATCH = 200;

interface Arrived {
  message: ConsumeMessage;
  envelope: Envelope;
}

export interface Arrivals {
  /** Undefined while it consumes; else why it does not. */
  problem(): string | undefined;
  /** How many have come here and are not acknowledged. */
  unacked(): number;
  stop(): Promise<void>;
}

/**
 * Takes a subscriber's events from its queue into its inbox. What comes is handled at once, a batch
 * in one transaction; what fails, or may have brought a process down before (redelivered), is left in
 * the inbox as pending, where tries are counted and spaced. Acknowledged once it is in the database.
 */
export function startArrivals(options: {
  amqp: Amqp;
  inbox: Inbox;
  subscriptions: readonly Subscription<never>[];
  effect: (events: Envelope[], trx: Transaction) => Promise<void>;
  /** Wakes the consumer of what is pending. */
  nudge: () => void;
  log: Logger;
}): Arrivals {
  const { amqp, inbox, log } = options;
  const stopping = new AbortController();
  let waiting: ConsumeMessage[] = [];
  let working: Promise<void> | undefined;
  let consuming: { channel: ConfirmChannel; tag: string } | undefined;
  let cancelled = false;
  /** Leaves events in the inbox as pending; one that no database can hold is parked by itself. */
  const receive = async (arrived: Arrived[]): Promise<void> => {
    try {
      await inbox.receive(arrived.map(({ envelope }) => envelope));
    } catch (err) {
      const [first] = arrived;
      if (!first || !isFaultOfData(err)) throw err;
      if (arrived.length === 1) {
        await inbox.park(unreadable(first.message, `cannot be stored: ${String(err)}`));
      } else {
        for (const one of arrived) await receive([one]);
      }
    }
  };

  const store = async (messages: ConsumeMessage[]): Promise<void> => {
    const read = messages.map((message) => ({ message, ...readMessage(message) }));
    for (const one of read) if (one.unreadable) await inbox.park(one.unreadable);
    const known: Arrived[] = read.flatMap(({ message, envelope }) =>
      envelope ? [{ message, envelope }] : [],
    );
    const isSuspect = ({ message, envelope }: Arrived): boolean =>
      message.fields.redelivered || !hears(options.subscriptions, envelope.type);
    const suspects = known.filter(isSuspect);
    const fresh = known.filter((arrived) => !isSuspect(arrived));
    await receive(suspects);
    if (fresh.length > 0) {
      try {
        const events = fresh.map(({ envelope }) => envelope);
        await traceHandling(inbox.subscriber, events, (traced) =>
          inbox.accept(traced, options.effect),
        );
        attempts.inc({ subscriber: inbox.subscriber, outcome: "done" }, fresh.length);
      } catch (err) {
        attempts.inc({ subscriber: inbox.subscriber, outcome: "failed" }, fresh.length);
        log.debug(
          { err, subscriber: inbox.subscriber, count: fresh.length },
          "batch failed, trying from the inbox",
        );
        await receive(fresh);
        options.nudge();
      }
    }
    if (suspects.length > 0) options.nudge();
  };

  /** Works off what has arrived on a channel; a message is acknowledged only there. */
  const work = async (channel: ConfirmChannel): Promise<void> => {
    while (waiting.length > 0 && consuming?.channel === channel) {
      const batch = waiting.slice(0, BATCH);
      try {
        await store(batch);
      } catch (err) {
        if (stopping.signal.aborted) return;
        report(log, err, { subscriber: inbox.subscriber, message: "events wait in their queue" });
        await sleep(1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
        continue;
      }
      if (consuming?.channel !== channel) return;
      waiting = waiting.slice(batch.length);
      const last = batch.at(-1);
      if (last) channel.ack(last, true);
    }
  };

  /** After the broker cancelled us: what has come already will not come again, so it is stored first. */
  const finish = async (channel: ConfirmChannel): Promise<void> => {
    while (waiting.length > 0 && consuming?.channel === channel && !stopping.signal.aborted) {
      startWork();
      await working;
    }
  };

  const startWork = (): void => {
    working ??= soon()
      .then(() => consuming && work(consuming.channel))
      // A channel that is about to close takes no acknowledgement; its messages come again.
      .catch((err: unknown) => {
        log.debug({ err, subscriber: inbox.subscriber }, "could not acknowledge");
        kept.renew();
      })
      .finally(() => {
        working = undefined;
        // The channel may have been replaced meanwhile, and its messages be waiting.
        if (waiting.length > 0 && consuming && !stopping.signal.aborted) startWork();
      });
  };

  const kept: KeptChannel = keepChannel({
    amqp,
    name: `arrivals of ${inbox.subscriber}`,
    log,
    async setUp(channel, renew) {
      waiting = [];
      consuming = undefined;
      cancelled = false;
      await declareSubscriber(channel, inbox.subscriber, options.subscriptions);
      await channel.prefetch(PREFETCH);
      channel.once("close", () => {
        if (consuming?.channel === channel) consuming = undefined;
      });
      const take = (message: ConsumeMessage | null): void => {
        // The broker cancelled us: the queue is gone or moved.
        if (!message) {
          cancelled = true;
          void finish(channel).then(renew);
          return;
        }
        waiting.push(message);
        startWork();
      };
      const queue = queueOf(inbox.subscriber);
      consuming = { channel, tag: "" };
      const { consumerTag } = await channel.consume(queue, take);
      consuming = { channel, tag: consumerTag };
    },
  });

  return {
    problem() {
      const consumes = consuming && !cancelled && kept.current();
      return amqp.problem() ?? (consumes ? undefined : "does not consume");
    },
    unacked: () => waiting.length,
    async stop() {
      if (consuming) await sayGoodbye(consuming.channel.cancel(consuming.tag));
      stopping.abort();
      await working;
      consuming = undefined;
      await kept.close();
    },
  };
}

/** Lets what is already in the socket arrive, so that it becomes one batch. */
function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a retry would not mend: a value that the database does not take, or nested too deeply. */
function isFaultOfData(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof RangeError || (typeof code === "string" && /^(22|54)/.test(code));
}
