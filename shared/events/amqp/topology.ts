import type { Channel } from "amqplib";
import { typesOf, type Subscription } from "../subscription";

/** Where every domain event is published; the routing key is its type. */
export const EXCHANGE = "jumar.events";

/** The durable queue of a subscriber. */
export function queueOf(subscriber: string): string {
  return `jumar.${subscriber}`;
}

/** Declares the exchange; safe to repeat. */
async function declareExchange(channel: Channel): Promise<void> {
  await channel.assertExchange(EXCHANGE, "topic", { durable: true });
}

/** Declares a subscriber's quorum queue and binds it to what it hears; safe to repeat. */
export async function declareSubscriber(
  channel: Channel,
  subscriber: string,
  subscriptions: readonly Subscription<never>[],
): Promise<void> {
  await declareExchange(channel);
  const queue = queueOf(subscriber);
  await channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum" } });
  const types = typesOf(subscriptions);
  for (const key of types === "*" ? ["#"] : types) await channel.bindQueue(queue, EXCHANGE, key);
}
