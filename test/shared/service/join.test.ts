import type { ServiceBroker } from "moleculer";
import { joined, startBeforeJoining } from "../../../shared/service/broker/join";

it("a process is one of the fleet also where its connection is lost before it could tell the others", async () => {
  const transit = { connect: () => Promise.resolve() };
  const sendLocalNodeInfo = () => Promise.reject(new Error("the channel is closed"));
  const broker = { transit, registry: { discoverer: { sendLocalNodeInfo } } };
  startBeforeJoining(broker as unknown as ServiceBroker, Promise.resolve());
  await transit.connect();
  await expect(joined(broker as unknown as ServiceBroker)).resolves.toBeUndefined();
});
