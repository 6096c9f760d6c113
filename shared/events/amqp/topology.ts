import type { Channel, Options } from "amqplib";
import type { Amqp } from "../../amqp";
import { type Subscription, typesOf } from "../subscription";
import { lookAtQueue, UnfitQueue } from "./look-at-queue";

/** Where every domain event is published; the routing key is its type. */
export const EXCHANGE = "jumar.events";

/**
 * How every version declares a subscriber's queue. RabbitMQ refuses a declaration with other
 * arguments than a queue has, so arguments added here would shut out the version before this one.
 */
const DECLARATION: Options.AssertQueue = {
  durable: true,
  arguments: { "x-queue-type": "quorum" },
};

/** Whether a queue was made just now or was there already; one that is made new lacks what the old one held. */
type Declared = "created" | "there";

/** The durable queue of a subscriber. */
export function queueOf(subscriber: string): string {
  return `jumar.${subscriber}`;
}

/**
 * Declares a subscriber's quorum queue and binds it to what it hears; safe to repeat. A queue that is
 * there with further arguments is used as it is; rejects with an UnfitQueue when it would lose events.
 */
export async function declareSubscriber(options: {
  amqp: Amqp;
  channel: Channel;
  subscriber: string;
  subscriptions: readonly Subscription<never>[];
}): Promise<Declared> {
  const { amqp, channel, subscriptions } = options;
  await channel.assertExchange(EXCHANGE, "topic", { durable: true });
  const queue = queueOf(options.subscriber);
  const declared = (await lookAtQueue(amqp, queue, DECLARATION)) ? "there" : "created";
  if (declared === "created") await channel.assertQueue(queue, DECLARATION);
  const types = typesOf(subscriptions);
  for (const key of types === "*" ? ["#"] : types) await channel.bindQueue(queue, EXCHANGE, key);
  return declared;
}

/**
 * What is wrong with the queue of a subscriber, and what to do; undefined when it is fit, is not there,
 * or may not be looked at so closely: that takes the right to declare it.
 */
export async function findUnfitQueue(
  amqp: Pick<Amqp, "createChannel">,
  subscriber: string,
): Promise<UnfitQueue | undefined> {
  try {
    await lookAtQueue(amqp, queueOf(subscriber), DECLARATION);
  } catch (error) {
    if (error instanceof UnfitQueue) return error;
    if ((error as { code?: number }).code !== REFUSED) throw error;
  }
  return undefined;
}

const REFUSED = 403;
