import { median } from "../bench/statistics";
import { measureCalls } from "../support/consumers/measure-calls";
import { say } from "../support/consumers/say";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

withRealParts("a call over RabbitMQ", () => {
  let vhost: Vhost;

  beforeAll(async () => {
    vhost = await createVhost();
  });
  afterAll(() => vhost.drop());

  test("takes less than 10 ms in the median, one after another", async () => {
    const times = await measureCalls(vhost.url, 200);
    say("call", { median_ms: Number(median(times).toFixed(2)), max_ms: Math.max(...times) });
    // 1 ms is usual; with Nagle's algorithm left on each took 18 to 45 ms.
    expect(median(times)).toBeLessThan(10);
  });
});
