import { type Amqp, askOnce, writeTogether } from "../../amqp";
import { AppError } from "../../errors";
import { inTime } from "../../waiting";
import type { Envelope } from "../envelope";
import { messageOf } from "./event-message";
import { queueOf } from "./topology";

/** The queue of one subscriber, to hand it events that nobody else is to get. */
export interface SubscriberQueue {
  /** Resolves once RabbitMQ has the events. Throws `unavailable` when it does not take or confirm them in time. */
  send(events: readonly Envelope[]): Promise<void>;
  close(): Promise<void>;
}

const CONFIRM_WITHIN = 10_000;

/**
 * Opens the way to a subscriber's queue, `jumar.<name>` or, of a subscriber in another language, the
 * queue of its own name; undefined when there is neither. Goes through the default exchange, which
 * takes the right to write to `amq.default` and none on the queue.
 */
export async function openSubscriberQueue(
  amqp: Amqp,
  name: string,
): Promise<SubscriberQueue | undefined> {
  if (amqp.problem() !== undefined) throw untaken();
  const queue = (await isThere(amqp, queueOf(name)))
    ? queueOf(name)
    : (await isThere(amqp, name)) && name;
  if (!queue) return undefined;
  const channel = await amqp.createConfirmChannel();
  let returned = 0;
  channel.on("return", () => (returned += 1));
  // What goes wrong with the channel is told by the confirms that do not come.
  channel.on("error", () => undefined);

  return {
    async send(events) {
      returned = 0;
      writeTogether(channel, () => {
        for (const event of events) {
          const { content, options } = messageOf(event);
          channel.sendToQueue(queue, content, options);
        }
      });
      const confirms = channel.waitForConfirms().then(() => true);
      const isTaken = (await inTime(confirms, CONFIRM_WITHIN)) && returned === 0;
      if (!isTaken) throw untaken();
    },
    async close() {
      await channel.close().catch(() => undefined);
    },
  };
}

/** Whether there is a queue. Who may not ask is believed to know: what reaches no queue comes back. */
async function isThere(amqp: Amqp, queue: string): Promise<boolean> {
  try {
    await askOnce(amqp, (channel) => channel.checkQueue(queue));
    return true;
  } catch (error) {
    return (error as { code?: number }).code !== NOT_FOUND;
  }
}

const NOT_FOUND = 404;

function untaken(): AppError {
  return new AppError("unavailable", {
    detail: "RabbitMQ does not take events at the moment",
    part: "broker",
  });
}
