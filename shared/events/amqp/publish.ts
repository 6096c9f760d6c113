import { setTimeout as sleep } from "node:timers/promises";
import type { ConfirmChannel } from "amqplib";
import { keepChannel, writeTogether, type Amqp } from "../../amqp";
import { AppError } from "../../errors";
import type { Logger } from "../../observability";
import type { Envelope } from "../envelope";
import type { Subscription } from "../subscription";
import type { Deliver } from "../relay";
import { declareSubscriber, EXCHANGE } from "./topology";

/** An alarmed broker takes nothing and says nothing; after this long the channel is given up. */
const CONFIRM_WITHIN = 5_000;

export interface Publisher {
  deliver: Deliver;
  /** Undefined while it can publish; else why not. */
  problem(): string | undefined;
  close(): Promise<void>;
}

/**
 * Delivers over RabbitMQ: persistent, mandatory, confirmed. An event that reached no queue counts as
 * not delivered, and so does all of a batch whose confirms do not come. Declares the queues of the
 * platform's own subscribers, so that what is published before their first start waits for them.
 */
export function createPublisher(options: {
  amqp: Amqp;
  log: Logger;
  subscribers: readonly { name: string; subscriptions: readonly Subscription<never>[] }[];
}): Publisher {
  const { amqp, log } = options;
  const returned = new Set<string>();
  const channel = keepChannel({
    amqp,
    name: "events publisher",
    log,
    async setUp(opened) {
      for (const { name, subscriptions } of options.subscribers) {
        await declareSubscriber(opened, name, subscriptions);
      }
      opened.on("return", ({ properties }: { properties: { messageId?: string } }) => {
        returned.add(properties.messageId ?? "");
      });
    },
  });

  return {
    problem: () => (channel.current() ? undefined : "the channel is not open"),
    close: () => channel.close(),
    async deliver(events) {
      const open = channel.current();
      if (!open || amqp.problem() !== undefined) throw new AppError("unavailable");
      try {
        await confirmed(open, events);
        return events.filter(({ id }) => !returned.has(id)).map(({ id }) => id);
      } catch (error) {
        channel.renew();
        throw error;
      } finally {
        // Its own only: another relay of this process may be waiting for what was returned to it.
        for (const { id } of events) returned.delete(id);
      }
    },
  };
}

async function confirmed(channel: ConfirmChannel, events: Envelope[]): Promise<void> {
  writeTogether(channel, () => {
    for (const event of events) {
      channel.publish(EXCHANGE, event.type, Buffer.from(JSON.stringify(event)), {
        persistent: true,
        mandatory: true,
        messageId: event.id,
        type: event.type,
        // Where the tracing of other languages looks for it.
        ...(event.traceparent === undefined ? {} : { headers: { traceparent: event.traceparent } }),
        contentType: "application/cloudevents+json",
        timestamp: Math.floor(Date.parse(event.time) / 1000),
      });
    }
  });
  const waiting = new AbortController();
  const late = sleep(CONFIRM_WITHIN, undefined, { signal: waiting.signal }).then(() => {
    throw new AppError("unavailable", { detail: "RabbitMQ did not confirm in time" });
  });
  try {
    await Promise.race([channel.waitForConfirms(), late]);
  } finally {
    waiting.abort();
    late.catch(() => undefined);
  }
}
