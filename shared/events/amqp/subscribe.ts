import { setTimeout as sleep } from "node:timers/promises";
import type { ConfirmChannel, ConsumeMessage } from "amqplib";
import { keepChannel, type Amqp, type KeptChannel } from "../../amqp";
import { report, type Logger } from "../../observability";
import type { Transaction } from "../../database";
import type { Envelope } from "../envelope";
import type { Inbox } from "../inbox";
import type { Subscription } from "../subscription";
import { readMessage } from "./read-message";
import { declareSubscriber, queueOf } from "./topology";

const PREFETCH = 400;
const BATCH = 200;

export interface Arrivals {
  /** Undefined while it consumes; else why it does not. */
  problem(): string | undefined;
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

  const store = async (messages: ConsumeMessage[]): Promise<void> => {
    const read = messages.map((message) => ({ message, ...readMessage(message) }));
    for (const { unreadable } of read) if (unreadable) await inbox.park(unreadable);
    const known = read.flatMap(({ message, envelope }) =>
      envelope ? [{ message, envelope }] : [],
    );
    const suspects = known.filter(({ message }) => message.fields.redelivered);
    const fresh = known
      .filter(({ message }) => !message.fields.redelivered)
      .map(({ envelope }) => envelope);
    await inbox.receive(suspects.map(({ envelope }) => envelope));
    if (fresh.length > 0) {
      try {
        await inbox.accept(fresh, options.effect);
      } catch (err) {
        log.debug(
          { err, subscriber: inbox.subscriber, count: fresh.length },
          "batch failed, trying from the inbox",
        );
        await inbox.receive(fresh);
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

  const startWork = (): void => {
    working ??= soon()
      .then(() => consuming && work(consuming.channel))
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
      await declareSubscriber(channel, inbox.subscriber, options.subscriptions);
      await channel.prefetch(PREFETCH);
      channel.once("close", () => {
        if (consuming?.channel === channel) consuming = undefined;
      });
      const take = (message: ConsumeMessage | null): void => {
        // The broker cancelled us: the queue is gone or moved.
        if (!message) {
          renew();
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
      return amqp.problem() ?? (consuming && kept.current() ? undefined : "does not consume");
    },
    async stop() {
      if (consuming) await consuming.channel.cancel(consuming.tag).catch(() => undefined);
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
