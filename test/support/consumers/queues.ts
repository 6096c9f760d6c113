import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type ConfirmChannel, connect } from "amqplib";
import type { Envelope } from "../../../shared/events";
import { EXCHANGE, queueOf } from "../../../shared/events/amqp/topology";
import type { Vhost } from "../rabbitmq";

const run = promisify(execFile);

/** RabbitMQ as its operator has it: behind the platform's back. */
export interface Queues {
  channel: ConfirmChannel;
  /** Publishes events as a relay would, but whatever they are. */
  publish(events: readonly Envelope[]): Promise<void>;
  /** Puts bytes into a subscriber's queue. */
  put(subscriber: string, content: Buffer | string): Promise<void>;
  remove(subscriber: string): Promise<void>;
  /** How many messages wait in a subscriber's queue; none of those that are out with it. */
  waiting(subscriber: string): Promise<number>;
  /** How many it holds, and how many of them are out unacknowledged; up to 5 s old. */
  count(subscriber: string): Promise<{ messages: number; unacknowledged: number }>;
  /** Closes every connection to the virtual host, this one too. */
  closeConnections(): Promise<void>;
  close(): Promise<void>;
}

export async function openQueues(vhost: Vhost): Promise<Queues> {
  const connection = await connect(vhost.url, { noDelay: true });
  connection.on("error", () => undefined);
  const channel = await connection.createConfirmChannel();
  const ctl = async (...args: string[]): Promise<string> =>
    (await run("rabbitmqctl", ["--quiet", ...args])).stdout;
  return {
    channel,
    async publish(events) {
      for (const event of events) {
        const content = Buffer.from(JSON.stringify(event));
        channel.publish(EXCHANGE, event.type, content, { persistent: true, messageId: event.id });
      }
      await channel.waitForConfirms();
    },
    async put(subscriber, content) {
      channel.sendToQueue(queueOf(subscriber), Buffer.from(content), { persistent: true });
      await channel.waitForConfirms();
    },
    async remove(subscriber) {
      await channel.deleteQueue(queueOf(subscriber));
    },
    async waiting(subscriber) {
      return (await channel.checkQueue(queueOf(subscriber))).messageCount;
    },
    async count(subscriber) {
      const args = ["list_queues", "-p", vhost.name, "--no-table-headers"];
      const lines = await ctl(...args, "name", "messages", "messages_unacknowledged");
      const line = lines.split("\n").find((text) => text.startsWith(`${queueOf(subscriber)}\t`));
      const [, messages, unacknowledged] = (line ?? "").split("\t").map(Number);
      return { messages: messages ?? 0, unacknowledged: unacknowledged ?? 0 };
    },
    async closeConnections() {
      await ctl("close_all_connections", "-p", vhost.name, "closed by a test");
    },
    close: () => connection.close().catch(() => undefined),
  };
}
