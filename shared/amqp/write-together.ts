import type { Writable } from "node:stream";
import type { ConfirmChannel } from "amqplib";

/** Bytes that a connection takes in before it asks its writers to wait; more than a batch of events has. */
export const WRITE_BUFFER = 1024 * 1024;

/** Connections that are gathering what is to leave in one piece. */
const gathering = new WeakSet<Writable>();

/**
 * Lets all that `publish` sends leave in one piece: left alone, amqplib makes a system call, and
 * RabbitMQ a read, of each message.
 */
export function writeTogether(channel: ConfirmChannel, publish: () => void): void {
  // Not among amqplib's types; without it each message goes by itself, as ever.
  const { stream } = channel.connection as unknown as { stream?: Writable };
  if (stream) gather(stream);
  publish();
}

/** Holds back what is written for two turns: amqplib hands messages to the socket one turn later. */
function gather(stream: Writable): void {
  // Once at a time: batch upon batch would else hold back everything for as long as they come.
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  const release = (): void => {
    gathering.delete(stream);
    stream.uncork();
  };
  setImmediate(() => setImmediate(release));
}
