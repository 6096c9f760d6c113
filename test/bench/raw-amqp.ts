import { performance } from "node:perf_hooks";
import { type ChannelModel, connect } from "amqplib";

const BATCH = 500;
const PREFETCH = 400;
const QUEUE = "bench.raw";

/** Consumes a queue as plainly as can be, acknowledging by hand; resolves when `count` have come. */
export async function consumeRaw(
  connection: ChannelModel,
  queue: string,
  count: number,
): Promise<{ all: Promise<void> }> {
  const channel = await connection.createChannel();
  await channel.prefetch(PREFETCH);
  let come = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (finish = resolve));
  await channel.consume(queue, (message) => {
    if (!message) return;
    JSON.parse(message.content.toString("utf8"));
    channel.ack(message);
    come += 1;
    if (come === count) finish();
  });
  return { all };
}

/** Seconds that RabbitMQ alone takes for events end to end: confirmed batches, quorum queue, acknowledged by hand. */
export async function drainRaw(url: string, events: readonly object[]): Promise<number> {
  const connection = await connect(url, { noDelay: true });
  const publishing = await connection.createConfirmChannel();
  await publishing.assertQueue(QUEUE, { durable: true, arguments: { "x-queue-type": "quorum" } });
  const consumed = await consumeRaw(connection, QUEUE, events.length);
  const since = performance.now();
  for (let n = 0; n < events.length; n += BATCH) {
    for (const event of events.slice(n, n + BATCH)) {
      const content = Buffer.from(JSON.stringify(event));
      publishing.sendToQueue(QUEUE, content, { persistent: true, mandatory: true });
    }
    await publishing.waitForConfirms();
  }
  await consumed.all;
  const seconds = (performance.now() - since) / 1_000;
  await publishing.deleteQueue(QUEUE);
  await connection.close();
  return seconds;
}
