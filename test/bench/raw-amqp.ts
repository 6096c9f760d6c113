import { performance } from "node:perf_hooks";
import { connect } from "amqplib";

const BATCH = 500;
const PREFETCH = 400;
const QUEUE = "bench.raw";

/** Seconds that RabbitMQ alone takes for events end to end: confirmed batches, quorum queue, acknowledged by hand. */
export async function drainRaw(url: string, events: readonly object[]): Promise<number> {
  const connection = await connect(url, { noDelay: true });
  const publishing = await connection.createConfirmChannel();
  const consuming = await connection.createChannel();
  await publishing.assertQueue(QUEUE, { durable: true, arguments: { "x-queue-type": "quorum" } });
  await consuming.prefetch(PREFETCH);
  let count = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  await consuming.consume(QUEUE, (message) => {
    if (!message) return;
    JSON.parse(message.content.toString("utf8"));
    consuming.ack(message);
    count += 1;
    if (count === events.length) finish();
  });
  const since = performance.now();
  for (let n = 0; n < events.length; n += BATCH) {
    for (const event of events.slice(n, n + BATCH)) {
      const content = Buffer.from(JSON.stringify(event));
      publishing.sendToQueue(QUEUE, content, { persistent: true, mandatory: true });
    }
    await publishing.waitForConfirms();
  }
  await finished;
  const seconds = (performance.now() - since) / 1_000;
  await publishing.deleteQueue(QUEUE);
  await connection.close();
  return seconds;
}
