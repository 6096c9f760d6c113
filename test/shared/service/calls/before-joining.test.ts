import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceBroker } from "moleculer";
import { createLogger } from "../../../../shared/observability";
import { createBroker, createCalls, joined } from "../../../../shared/service";
import { createSigner } from "../../../../shared/signing";
import { startTcpProxy, type TcpProxy } from "../../../support/consumers/tcp-proxy";
import { createVhost, type Vhost } from "../../../support/rabbitmq";
import { withRealParts } from "../../../support/real-parts";

withRealParts("a service that is not there yet", () => {
  const log = createLogger({ level: "silent", pretty: false });
  const signer = createSigner("a secret of these tests ".repeat(3));
  const brokers: ServiceBroker[] = [];
  let vhost: Vhost;
  let proxy: TcpProxy;
  let through: string;

  beforeAll(async () => {
    vhost = await createVhost();
    const url = new URL(vhost.url);
    proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5672) });
    url.port = String(proxy.settings.port);
    through = url.href;
  });
  afterAll(async () => {
    await Promise.all(brokers.map((broker) => broker.stop()));
    await proxy.close();
    await vhost.drop();
  });

  const connect = (amqpUrl: string): ServiceBroker => {
    const broker = createBroker({ log, middlewares: [], amqpUrl });
    brokers.push(broker);
    return broker;
  };
  const offerSearch = (broker: ServiceBroker, done: () => void): void => {
    broker.createService({ name: "search", actions: { rebuild: done } });
  };

  it("starts without RabbitMQ, is called where it is, and by others once that lets it in", async () => {
    proxy.cut();
    let rebuilt = 0;
    const [near, far] = [connect(through), connect(vhost.url)];
    offerSearch(near, () => void (rebuilt += 1));
    await Promise.all([near.start(), far.start()]);
    await createCalls(near, signer, "near").search.rebuild({ from: "users" });
    expect(rebuilt).toBe(1);

    const call = createCalls(far, signer, "far");
    await expect(call.search.rebuild({ from: "users" })).rejects.toMatchObject({
      code: "unavailable",
      part: "search",
    });
    proxy.open();
    await joined(near);
    await call.search.rebuild({ from: "users" });
    expect(rebuilt).toBe(2);
    await near.stop();
    brokers.splice(brokers.indexOf(near), 1);

    // Its successor is on its way.
    const next = connect(vhost.url);
    offerSearch(next, () => void (rebuilt += 10));
    const answer = call.search.rebuild({ from: "users" });
    await sleep(300);
    await next.start();
    await answer;
    expect(rebuilt).toBe(12);
  });
});
