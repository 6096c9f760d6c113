import type { ServiceBroker } from "moleculer";
import { createLogger } from "../../../../shared/observability";
import { createBroker, createCalls } from "../../../../shared/service";
import { createSigner } from "../../../../shared/signing";
import { eventually } from "../../../support/eventually";
import { createVhost, type Vhost } from "../../../support/rabbitmq";
import { withRealParts } from "../../../support/real-parts";

withRealParts("calls of a service of which one node stops", () => {
  const log = createLogger({ level: "silent", pretty: false });
  const signer = createSigner("a secret of these tests ".repeat(3));
  let vhost: Vhost;
  let caller: ServiceBroker;
  let nodes: ServiceBroker[];
  const answered: number[] = [];

  beforeAll(async () => {
    vhost = await createVhost();
    const connect = () => createBroker({ log, middlewares: [], amqpUrl: vhost.url });
    caller = connect();
    nodes = [connect(), connect()];
    for (const [at, node] of nodes.entries()) {
      node.createService({
        name: "search",
        actions: { rebuild: () => void answered.push(at) },
      });
    }
    await Promise.all([caller, ...nodes].map((broker) => broker.start()));
    await eventually(() => caller.registry.getServiceList({ skipInternal: true }).length === 2);
  });
  afterAll(async () => {
    await Promise.all([caller, ...nodes].map((broker) => broker.stop()));
    await vhost.drop();
  });

  it("are answered by the other, also before the caller has heard of it", async () => {
    const call = createCalls(caller, signer, "test");
    // Moleculer's mark of a node that takes no call any more; its farewell is still on its way.
    Object.assign(nodes[0]!, { stopping: true });
    for (let n = 0; n < 10; n += 1) await call.search.rebuild({ from: "users" });
    expect(answered).toEqual(Array(10).fill(1));
  });

  it("are refused when there is no other", async () => {
    const call = createCalls(caller, signer, "test");
    Object.assign(nodes[1]!, { stopping: true });
    await expect(call.search.rebuild({ from: "users" })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(answered).toHaveLength(10);
  });
});
