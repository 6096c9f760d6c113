import type { ConfirmChannel } from "amqplib";
import { type Logger, tellOfOutage } from "../observability";
import { pause, within } from "../waiting";
import type { Amqp } from "./connect-amqp";
import { sayGoodbye } from "./goodbye";

/** A channel that is opened and set up again after any loss. */
export interface KeptChannel {
  /** The channel while it is set up, else undefined. */
  current(): ConfirmChannel | undefined;
  /** Why it could not be set up the last time; undefined while it is. */
  problem(): string | undefined;
  /** Gives the channel up, so that it is opened and set up anew. */
  renew(): void;
  close(): Promise<void>;
}

const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
/** In ms. Without a majority of its nodes a cluster lets whoever declares or consumes wait. */
const SET_UP_WITHIN = 15_000;

class NothingSetUp extends Error {
  override readonly name = "NothingSetUp";
  override readonly message = "RabbitMQ sets nothing up; has its cluster a majority of its nodes?";
}

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
  const outage = tellOfOutage(log, {
    name,
    away: "a channel to RabbitMQ cannot be used, opening it again",
    back: "the channel to RabbitMQ is back",
  });
  /** The connection tells of itself. */
  const tell = (err: unknown): void => {
    if (amqp.isConnected()) outage.away(err);
    else log.debug({ name, err }, "the channel went with its connection");
  };
  let current: ConfirmChannel | undefined;
  let problem: string | undefined;
  let lose: () => void = () => undefined;

  const hold = async (): Promise<void> => {
    const channel = await amqp.createConfirmChannel();
    if (stopping.signal.aborted) return await sayGoodbye(channel.close());
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
      channel.once("close", () => {
        resolve();
      });
    });
    channel.on("error", (err: Error) => {
      tell(err);
    });
    // amqplib would let what a listener throws close the connection.
    channel.on("handler-error", (err: Error) => {
      log.error({ name, err }, "handling a message failed");
    });
    try {
      const setUp = options.setUp(channel, () => lose());
      await within(Promise.race([setUp, lost]), SET_UP_WITHIN, () => new NothingSetUp());
      current = channel;
      problem = undefined;
      outage.back();
      await lost;
    } finally {
      current = undefined;
      await sayGoodbye(channel.close());
    }
  };

  const run = async (): Promise<void> => {
    let wait = SHORTEST_PAUSE;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      await hold().catch((err: unknown) => {
        if (stopping.signal.aborted) return;
        problem = err instanceof Error ? err.message : String(err);
        tell(err);
      });
      wait =
        Date.now() - since > LONGEST_PAUSE ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, wait * 2);
      await pause(wait, stopping.signal);
    }
  };
  const ended = run();

  return {
    current: () => current,
    problem: () => problem,
    renew: () => {
      lose();
    },
    async close() {
      stopping.abort();
      lose();
      // Without a connection the channel does not come; nothing is held then.
      if (amqp.isConnected()) await sayGoodbye(ended);
    },
  };
}
