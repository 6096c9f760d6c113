import type { Writable } from "node:stream";
import type { ConfirmChannel } from "amqplib";

/** Bytes that a connection takes in before it asks its writers to wait; more than a batch of events has. */
export const WRITE_BUFFER = 1024 * 1024;

/**
 * Lets all that `publish` sends leave in one piece: left alone, amqplib makes a system call, and
 * RabbitMQ a read, of each message.
 */
export function writeTogether(channel: ConfirmChannel, publish: () => void): void {
  // Not among amqplib's types; without it each message goes by itself, as ever.
  const { stream } = channel.connection as unknown as { stream?: Writable };
  stream?.cork();
  try {
    publish();
  } finally {
    // amqplib hands messages to the socket one turn later.
    setImmediate(() => setImmediate(() => stream?.uncork()));
  }
}
