import type { ServiceBroker } from "moleculer";
import { type Amqp, connectAmqp } from "../../../shared/amqp";
import { createLogger } from "../../../shared/observability";
import { createBroker } from "../../../shared/service";
import { startTcpProxy, type TcpProxy } from "../../support/consumers/tcp-proxy";
import { eventually } from "../../support/eventually";
import { createVhost, type Vhost } from "../../support/rabbitmq";
import { withRealParts } from "../../support/real-parts";

withRealParts("an AMQP_URL with two nodes", () => {
  const log = createLogger({ level: "silent", pretty: false });
  let vhost: Vhost;
  let nodes: TcpProxy[];
  let url: string;
  let amqp: Amqp | undefined;
  let brokers: ServiceBroker[] = [];

  beforeAll(async () => {
    vhost = await createVhost();
    const { hostname: host, port } = new URL(vhost.url);
    const behind = { host, port: Number(port || 5672) };
    nodes = await Promise.all([startTcpProxy(behind), startTcpProxy(behind)]);
    const hosts = nodes.map(({ settings }) => `127.0.0.1:${settings.port}`).join(",");
    url = vhost.url.replace(/@[^/]+/, `@${hosts}`);
  });
  afterAll(async () => {
    await amqp?.close();
    await Promise.all(brokers.map((broker) => broker.stop()));
    await Promise.all(nodes.map((node) => node.close()));
    await vhost.drop();
  });

  it("carries events and calls by the one that is there", async () => {
    amqp = await connectAmqp({ url, name: "a test", log });
    brokers = [0, 1].map(() => createBroker({ log, middlewares: [], amqpUrl: url }));
    const [caller, callee] = brokers as [ServiceBroker, ServiceBroker];
    callee.createService({ name: "near", actions: { say: () => "here" } });
    await Promise.all(brokers.map((broker) => broker.start()));
    for (const node of [...nodes, ...nodes]) {
      node.cut();
      await eventually(async () => {
        expect(amqp?.problem()).toBeUndefined();
        await (await amqp?.createChannel())?.close();
        expect(await caller.call("near.say", {}, { timeout: 1_000 })).toBe("here");
        return true;
      });
      node.open();
    }
  });
});
