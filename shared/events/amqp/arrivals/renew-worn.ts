import type { ConfirmChannel, ConsumeMessage } from "amqplib";
import { writeTogether } from "../../../amqp";
import type { Ways } from "./backlog";

/**
 * RabbitMQ counts how often a message was lost with the channel that had it, and since 4.0 deletes it
 * after 20 losses unless a policy says otherwise. After this many it is sent anew, which counts from 0.
 */
const WORN_AFTER = 5;
const AT_ONCE = 200;

/** The way of what is sent anew; no lane has this name. */
const WORN = "\0worn";

/** Those that RabbitMQ counts by; they are the old message's. */
const COUNTERS = ["x-delivery-count", "x-acquired-count"];

/**
 * Ways in which a message that was lost too often is put at the end of its queue as a new one, before
 * the old is acknowledged. Should both come, the inbox knows the event by its id.
 */
export function renewWorn<Arrived extends { message: ConsumeMessage }>(
  ways: Ways<Arrived>,
  options: { queue: string; channel: () => ConfirmChannel | undefined },
): Ways<Arrived> {
  /** Channels on which RabbitMQ does not let us publish: it closes them at the first attempt. */
  let isRefused = false;
  const watched = new WeakSet<ConfirmChannel>();

  const watch = (channel: ConfirmChannel): void => {
    if (watched.has(channel)) return;
    watched.add(channel);
    channel.once("error", ({ code }: { code?: number }) => {
      if (code === 403) isRefused = true;
    });
  };

  const sendAnew = async (batch: Arrived[]): Promise<Arrived[]> => {
    const channel = options.channel();
    if (!channel) return batch;
    watch(channel);
    writeTogether(channel, () => {
      for (const { message } of batch) {
        const { headers = {}, ...properties } = message.properties;
        const kept = Object.entries(headers).filter(([name]) => !COUNTERS.includes(name));
        channel.sendToQueue(options.queue, message.content, {
          ...properties,
          headers: Object.fromEntries(kept),
          persistent: true,
        });
      }
    });
    await channel.waitForConfirms();
    return [];
  };

  return {
    read(message) {
      const read = ways.read(message);
      return isWorn(message) && !isRefused ? { ...read, way: WORN } : read;
    },
    of(name) {
      if (name !== WORN) return ways.of(name);
      return { turn: (work) => work(), size: () => AT_ONCE, store: sendAnew };
    },
  };
}

function isWorn({ properties }: ConsumeMessage): boolean {
  return Number(properties.headers?.["x-delivery-count"] ?? 0) >= WORN_AFTER;
}
