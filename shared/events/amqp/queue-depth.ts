import type { ConfirmChannel } from "amqplib";
import type { Amqp } from "../../amqp";

/** What RabbitMQ says of a queue. */
export interface QueueDepth {
  ready: number;
  consumers: number;
}

/** Asks about queues on a channel of its own, because asking for one that is gone closes the channel. */
export interface QueueProbe {
  /** Undefined when there is no answer. */
  depth(): Promise<QueueDepth | undefined>;
  close(): Promise<void>;
}

/** Asks RabbitMQ how much waits in a queue. */
export function probeQueue(amqp: Amqp, queue: string): QueueProbe {
  let open: Promise<ConfirmChannel> | undefined;
  const connect = async (): Promise<ConfirmChannel> => {
    const channel = await amqp.createConfirmChannel();
    channel.on("error", () => undefined);
    channel.once("close", () => (open = undefined));
    return channel;
  };
  return {
    async depth() {
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
    },
    async close() {
      const channel = await open?.catch(() => undefined);
      await channel?.close().catch(() => undefined);
    },
  };
}
