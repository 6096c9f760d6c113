import type { Channel } from "amqplib";
import { sayGoodbye } from "./goodbye";

/**
 * Asks RabbitMQ something on a channel of its own, because it closes the one on which it refuses.
 * Rejects with the refusal; its `code` is RabbitMQ's, such as 404.
 */
export async function askOnce<Answer>(
  connection: { createChannel(): Promise<Channel> },
  ask: (channel: Channel) => Promise<Answer>,
): Promise<Answer> {
  const channel = await connection.createChannel();
  // A refusal is told by the call that it answers.
  channel.on("error", () => undefined);
  try {
    return await ask(channel);
  } finally {
    await sayGoodbye(channel.close());
  }
}
