import { getEventListeners } from "node:events";
import { connectAmqp } from "../../../shared/amqp";
import { createLogger } from "../../../shared/observability";

const log = createLogger({ level: "silent", pretty: false });

it("a connection leaves nothing on the signal that could have ended its first attempt", async () => {
  const { signal } = new AbortController();
  const amqp = await connectAmqp({ url: "amqp://127.0.0.1:1", name: "test", log, signal });
  try {
    expect(getEventListeners(signal, "abort")).toEqual([]);
  } finally {
    await amqp.close();
  }
});
