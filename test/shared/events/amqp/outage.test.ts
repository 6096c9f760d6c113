import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { connectAmqp, keepChannel } from "../../../../shared/amqp";
import { startTcpProxy } from "../../../support/consumers/tcp-proxy";
import { eventually } from "../../../support/eventually";
import { createVhost } from "../../../support/rabbitmq";
import { withRealParts } from "../../../support/real-parts";

interface Line {
  msg: string;
  err?: { message: string };
}

withRealParts("the log of an outage of RabbitMQ", () => {
  it("has a line with its cause when it goes and one when it is back, whatever is tried meanwhile", async () => {
    const vhost = await createVhost();
    const url = new URL(vhost.url);
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5672) });
    url.port = String(proxy.settings.port);
    const lines: Line[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line) as Line);
    const log = pino({ level: "info" }, { write });
    const amqp = await connectAmqp({ url: url.href, name: "test", log });
    const setUp = async (): Promise<void> => undefined;
    const channels = ["one", "other"].map((name) => keepChannel({ amqp, name, log, setUp }));
    const isThere = () => channels.every((channel) => channel.current() !== undefined);
    try {
      await eventually(isThere);
      lines.splice(0);
      proxy.cut();
      await eventually(() => amqp.problem() !== undefined);
      // Tried again after 0.1, 0.2, 0.4 … s.
      await sleep(3_000);
      expect(lines.map(({ msg }) => msg)).toEqual(["RabbitMQ cannot be reached, trying again"]);
      expect(lines[0]?.err?.message).toMatch(/unexpected close|ECONNRESET/i);
      proxy.open();
      await eventually(() => amqp.problem() === undefined && isThere());
      expect(lines.map(({ msg }) => msg).slice(1)).toEqual(["RabbitMQ is back"]);
    } finally {
      await Promise.all(channels.map((channel) => channel.close()));
      await amqp.close();
      await proxy.close();
      await vhost.drop();
    }
  });
});
