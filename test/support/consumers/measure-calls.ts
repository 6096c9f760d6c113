import { performance } from "node:perf_hooks";
import { createLogger } from "../../../shared/observability";
import { createBroker } from "../../../shared/service";

/** The times in ms that `count` calls took from one broker to another over RabbitMQ, one after another. */
export async function measureCalls(amqpUrl: string, count: number): Promise<number[]> {
  const log = createLogger({ level: "silent", pretty: false });
  const [near, far] = [0, 1].map(() => createBroker({ log, middlewares: [], amqpUrl }));
  if (!near || !far) throw new Error("no brokers");
  far.createService({
    name: "echo",
    actions: { say: ({ params }: { params: { n: number } }) => params.n },
  });
  await Promise.all([near.start(), far.start()]);
  try {
    await near.waitForServices("echo", 10_000);
    const times: number[] = [];
    for (let n = 0; n < count + 20; n += 1) {
      const since = performance.now();
      const answer = await near.call("echo.say", { n });
      if (answer !== n) throw new Error(`another answer than ${n}`);
      if (n >= 20) times.push(performance.now() - since);
    }
    return times;
  } finally {
    await Promise.all([near.stop(), far.stop()]);
  }
}
