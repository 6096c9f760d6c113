import { type Amqp, askOnce } from "../../amqp";

/** What RabbitMQ says of a queue. */
export interface QueueDepth {
  ready: number;
  consumers: number;
}

/** Asks RabbitMQ how much waits in a queue; undefined when there is no answer. */
export type AskDepth = (queue: string) => Promise<QueueDepth | undefined>;

/**
 * Asks about each queue on a channel of its own: RabbitMQ closes it where the queue is gone or may not
 * be looked at, and other answers would be lost with it.
 */
export function askDepths(amqp: Amqp): AskDepth {
  return async (queue) => {
    // Where nothing can be reached there is no answer to wait for.
    if (amqp.problem() !== undefined) return undefined;
    try {
      const { messageCount, consumerCount } = await askOnce(amqp, (channel) =>
        channel.checkQueue(queue),
      );
      return { ready: messageCount, consumers: consumerCount };
    } catch {
      return undefined;
    }
  };
}
