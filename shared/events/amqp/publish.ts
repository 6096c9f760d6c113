import type { ConfirmChannel } from "amqplib";
import { type Amqp, keepChannel, writeTogether } from "../../amqp";
import { AppError } from "../../errors";
import type { Logger } from "../../observability";
import { within } from "../../waiting";
import type { Deliver } from "../deliver";
import type { Envelope } from "../envelope";
import type { Subscription } from "../subscription";
import { messageOf } from "./event-message";
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
  /** Hears of a subscriber whose queue was not there, and was made. */
  onQueueMade: (subscriber: string) => void;
}): Publisher {
  const { amqp, log } = options;
  const returned = new Set<string>();
  const channel = keepChannel({
    amqp,
    name: "events publisher",
    log,
    async setUp(opened) {
      for (const { name, subscriptions } of options.subscribers) {
        const subscriber = { subscriber: name, subscriptions };
        const declared = await declareSubscriber({ amqp, channel: opened, ...subscriber });
        if (declared === "created") options.onQueueMade(name);
      }
      opened.on("return", ({ properties }: { properties: { messageId?: string } }) => {
        returned.add(properties.messageId ?? "");
      });
    },
  });

  return {
    problem: () =>
      channel.current() ? undefined : (channel.problem() ?? "the channel is not open"),
    close: () => channel.close(),
    async deliver(events) {
      const open = channel.current();
      if (!open || amqp.problem() !== undefined)
        throw new AppError("unavailable", { part: "broker" });
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
      const { content, options } = messageOf(event);
      channel.publish(EXCHANGE, event.type, content, options);
    }
  });
  const late = () => new AppError("unavailable", { detail: "RabbitMQ did not confirm in time" });
  await within(channel.waitForConfirms(), CONFIRM_WITHIN, late);
}
