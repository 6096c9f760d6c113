import { setTimeout as sleep } from "node:timers/promises";
import { ServiceBroker } from "moleculer";
import { createLogger } from "../../shared/observability";
import { createBroker } from "../../shared/service";
import { eventually } from "../support/eventually";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

/** In s. Moleculer's default is a heartbeat every 10, and the default patience is 30. */
const WATCHED = 50;

withRealParts("nodes in the namespace", () => {
  const log = createLogger({ level: "silent", pretty: false });
  const ours = (url: string) => createBroker({ log, middlewares: [], amqpUrl: url });
  let vhost: Vhost;
  beforeAll(async () => {
    vhost = await createVhost();
  });
  afterAll(() => vhost.drop());

  it(
    "that have Moleculer's defaults stay and get every event, while one of ours that dies is soon noticed",
    async () => {
      const [node, dying] = [ours(vhost.url), ours(vhost.url)];
      const heard = new Map<string, number[]>();
      const outside = ["a", "b", "c", "d"].map((name) => {
        const broker = new ServiceBroker({
          namespace: "jumar",
          nodeID: `outside-${name}`,
          transporter: { type: "AMQP", options: { url: vhost.url } },
          logger: false,
        });
        const numbers: number[] = [];
        heard.set(name, numbers);
        broker.createService({
          name,
          events: {
            "test.happened": ({ params }: { params: { n: number } }) => void numbers.push(params.n),
          },
        });
        return broker;
      });
      const all = [node, dying, ...outside];
      dying.createService({ name: "dying" });
      await Promise.all(all.map((broker) => broker.start()));
      await node.waitForServices(["a", "b", "c", "d", "dying"], 20_000);
      const gone = new Map<string, number>();
      node.localBus.on("$node.disconnected", ({ node: { id } }: { node: { id: string } }) => {
        if (!gone.has(id)) gone.set(id, Date.now());
      });

      // It says no more that it lives, and says no goodbye.
      const silentSince = Date.now();
      (dying.transit as unknown as { discoverer: { stopHeartbeatTimers(): void } }).discoverer // prettier-ignore
        .stopHeartbeatTimers();

      const sent: number[] = [];
      for (let n = 0; n < WATCHED * 2; n += 1) {
        await node.emit("test.happened", { n });
        sent.push(n);
        await sleep(500);
      }
      const arrived = () => [...heard.values()].every((numbers) => numbers.length >= sent.length);
      await eventually(arrived).catch(() => undefined);
      const lost = [...gone.keys()];
      await Promise.all(all.map((broker) => broker.stop()));
      for (const numbers of heard.values()) expect(numbers.sort((a, b) => a - b)).toEqual(sent);
      expect(lost).toEqual([dying.nodeID]);
      expect((gone.get(dying.nodeID) ?? Infinity) - silentSince).toBeLessThan(25_000);
    },
    (WATCHED + 60) * 1_000,
  );
});
