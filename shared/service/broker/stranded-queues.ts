import type { Channel, ChannelModel } from "amqplib";
import { inTime } from "../../waiting";

/** In ms. A node that is there says at once whether it has a queue. */
const ANSWER_WITHIN = 1_000;

/**
 * Removes a process's own queues when they are on a node of a cluster that is gone, so that they can be
 * declared anew. RabbitMQ does not do that by itself: it holds up who declares them for more than a
 * minute, then refuses. Queues whose node is there stay, with what waits in them.
 */
export async function removeStrandedQueues(
  connection: ChannelModel,
  names: readonly string[],
): Promise<void> {
  const [first] = names;
  if (first === undefined) return;
  // All are on one node, the one by which they were declared, so one stands for all.
  const asking = await openChannel(connection);
  const answered = asking
    .checkQueue(first)
    .then(() => asking.close())
    // It is gone, and the channel with it.
    .catch(() => undefined)
    .then(() => true);
  if (await inTime(answered, ANSWER_WITHIN)) return;
  const channel = await openChannel(connection);
  await Promise.all(names.map((name) => channel.deleteQueue(name)));
  await channel.close();
}

async function openChannel(connection: ChannelModel): Promise<Channel> {
  const channel = await connection.createChannel();
  // What goes wrong with it is told by the call that it breaks.
  channel.on("error", () => undefined);
  return channel;
}
