import { setTimeout as sleep } from "node:timers/promises";
import type { ConfirmChannel } from "amqplib";
import type { Logger } from "../observability";
import type { Amqp } from "./connect-amqp";
import { sayGoodbye } from "./goodbye";

/** A channel that is opened and set up again after any loss. */
export interface KeptChannel {
  /** The channel while it is set up, else undefined. */
  current(): ConfirmChannel | undefined;
  /** Gives the channel up, so that it is opened and set up anew. */
  renew(): void;
  close(): Promise<void>;
}

const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/**
 * Keeps a confirm channel open. `setUp` declares and consumes; it runs again for every new channel,
 * whether the broker closed it, a queue was deleted, or the connection was lost.
 */
export function keepChannel(options: {
  amqp: Amqp;
  name: string;
  log: Logger;
  setUp: (channel: ConfirmChannel, renew: () => void) => Promise<void>;
}): KeptChannel {
  const { amqp, log, name } = options;
  const stopping = new AbortController();
  let current: ConfirmChannel | undefined;
  let lose: () => void = () => undefined;

  const hold = async (): Promise<void> => {
    const channel = await amqp.createConfirmChannel();
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
      channel.once("close", () => {
        resolve();
      });
    });
    channel.on("error", (err: Error) => {
      log.warn({ name, err }, "RabbitMQ closed a channel, opening it again");
    });
    // amqplib would let what a listener throws close the connection.
    channel.on("handler-error", (err: Error) => {
      log.error({ name, err }, "handling a message failed");
    });
    try {
      await Promise.race([options.setUp(channel, () => lose()), lost]);
      current = channel;
      await lost;
    } finally {
      current = undefined;
      await sayGoodbye(channel.close());
    }
  };

  const run = async (): Promise<void> => {
    let pause = SHORTEST_PAUSE;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      await hold().catch((err: unknown) => {
        if (!stopping.signal.aborted) log.warn({ name, err }, "RabbitMQ channel failed");
      });
      pause =
        Date.now() - since > LONGEST_PAUSE ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = run();

  return {
    current: () => current,
    renew: () => {
      lose();
    },
    async close() {
      stopping.abort();
      lose();
      // Without a connection the channel never comes; nothing is held then.
      await sayGoodbye(ended);
    },
  };
}
