import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createLogger } from "../../shared/observability";
import { createBroker } from "../../shared/service";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

const run = promisify(execFile);

withRealParts("nodes in the namespace", () => {
  const log = createLogger({ level: "silent", pretty: false });
  let vhost: Vhost;
  beforeAll(async () => {
    vhost = await createVhost();
  });
  afterAll(() => vhost.drop());

  it("have classic queues that keep events for 30 s, heartbeats and requests for 10", async () => {
    const broker = createBroker({ log, middlewares: [], amqpUrl: vhost.url });
    await broker.start();
    try {
      const args = ["--quiet", "list_queues", "-p", vhost.name, "--formatter", "json"];
      const { stdout } = await run("rabbitmqctl", [...args, "name", "arguments"]);
      const found = new Map(
        (JSON.parse(stdout) as { name: string; arguments: unknown }[])
          .filter(({ name }) => name.includes(`.${broker.nodeID}`))
          .map((queue) => [queue.name.split(".")[1], argumentsOf(queue.arguments)]),
      );
      const kinds = ["EVENT", "HEARTBEAT", "REQ", "RES"].map((kind) => found.get(kind));
      expect(kinds.map((queue) => queue?.["x-message-ttl"])).toEqual([
        30_000, 10_000, 10_000, 10_000,
      ]);
      expect(new Set([...found.values()].map((queue) => queue["x-queue-type"]))).toEqual(
        new Set(["classic"]),
      );
    } finally {
      await broker.stop();
    }
  });
});

/** As pairs of a key and a value with its type, or as an object, depending on the version. */
function argumentsOf(value: unknown): Record<string, unknown> {
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  return Object.fromEntries(
    (value as unknown[]).map((entry) => {
      const parts = entry as unknown[];
      return [String(parts[0]), parts.at(-1)];
    }),
  );
}
