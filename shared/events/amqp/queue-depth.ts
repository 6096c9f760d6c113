import type { ConfirmChannel } from "amqplib";
import type { Amqp } from "../../amqp";

/** What RabbitMQ says of a queue. */
export interface QueueDepth {
  ready: number;
  consumers: number;
}

/** Asks RabbitMQ how much waits in a queue; undefined when there is no answer. */
export type AskDepth = (queue: string) => Promise<QueueDepth | undefined>;

/** Asks on a channel of its own, because asking for a queue that is gone closes the channel. */
export function askDepths(amqp: Amqp): AskDepth {
  let open: Promise<ConfirmChannel> | undefined;
  const connect = async (): Promise<ConfirmChannel> => {
    const channel = await amqp.createConfirmChannel();
    channel.on("error", () => undefined);
    channel.once("close", () => (open = undefined));
    return channel;
  };
  return async (queue) => {
    // Where nothing can be reached there is no answer to wait for.
    if (amqp.problem() !== undefined) return undefined;
    try {
      open ??= connect();
      const { messageCount, consumerCount } = await (await open).checkQueue(queue);
      return { ready: messageCount, consumers: consumerCount };
    } catch {
      open = undefined;
      return undefined;
    }
  };
}
