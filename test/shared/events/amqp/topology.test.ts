import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, Options } from "amqplib";
import { pino } from "pino";
import { type Amqp, connectAmqp } from "../../../../shared/amqp";
import { createHandling, on, userRegistered } from "../../../../shared/events";
import { startArrivals } from "../../../../shared/events/amqp/subscribe";
import { declareSubscriber, queueOf } from "../../../../shared/events/amqp/topology";
import { createLogger } from "../../../../shared/observability";
import { eventually } from "../../../support/eventually";
import { createVhost, type Vhost } from "../../../support/rabbitmq";
import { withRealParts } from "../../../support/real-parts";

const log = createLogger({ level: "silent", pretty: false });

withRealParts("the queue of a subscriber", () => {
  let vhost: Vhost;
  let amqp: Amqp;
  let channel: Channel;
  beforeAll(async () => {
    vhost = await createVhost();
    amqp = await connectAmqp({ url: vhost.url, name: "test", log });
    channel = await amqp.createChannel();
  });
  afterAll(async () => {
    await amqp.close();
    await vhost.drop();
  });

  const subscriptions = [on(userRegistered, () => Promise.resolve())] as never;
  const declare = (subscriber: string) =>
    declareSubscriber({ amqp, channel, subscriber, subscriptions });
  const QUORUM = { "x-queue-type": "quorum" };

  it("is made once, and then found", async () => {
    expect(await declare("fresh")).toBe("created");
    expect(await declare("fresh")).toBe("there");
  });

  it("has no arguments that the version before this one does not declare", async () => {
    await declare("shared");
    await channel.assertQueue(queueOf("shared"), { durable: true, arguments: QUORUM });
  });

  it("is used as it is when it has a limit of deliveries and an exchange for dead letters", async () => {
    const given: Options.AssertQueue = {
      durable: true,
      arguments: {
        ...QUORUM,
        "x-delivery-limit": 1_000_000,
        "x-dead-letter-exchange": "somewhere",
        "x-single-active-consumer": true,
      },
    };
    await channel.assertQueue(queueOf("given"), given);
    expect(await declare("given")).toBe("there");
    channel.publish("jumar.events", userRegistered.type, Buffer.from("{}"));
    await eventually(async () => (await channel.checkQueue(queueOf("given"))).messageCount === 1);
  });

  it.each<[string, Options.AssertQueue, string]>([
    [
      "classic",
      { durable: true, arguments: { "x-queue-type": "classic" } },
      "x-queue-type classic",
    ],
    ["untyped", { durable: true }, "x-queue-type"],
    ["transient", { durable: false }, "durable false"],
    [
      "short",
      { durable: true, arguments: { ...QUORUM, "x-message-ttl": 60_000 } },
      "x-message-ttl 60000",
    ],
    ["small", { durable: true, arguments: { ...QUORUM, "x-max-length": 10 } }, "x-max-length 10"],
    [
      "strict",
      { durable: true, arguments: { ...QUORUM, "x-delivery-limit": 3 } },
      "x-delivery-limit 3",
    ],
    ["ours-alone", { durable: false, exclusive: true }, "belongs to one connection only"],
  ])("that is %s is refused by name, with what to do", async (name, declaration, problem) => {
    // Another connection, so that a queue may belong to it.
    const other = await connectAmqp({ url: vhost.url, name: "other", log });
    await (await other.createChannel()).assertQueue(queueOf(name), declaration);
    const refused = await declare(name).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);
    expect((refused as Error).message).toContain(`the queue jumar.${name} `);
    expect((refused as Error).message).toContain(problem);
    expect((refused as Error).message).toContain(`rabbitmqctl delete_queue jumar.${name}`);
    await other.close();
  });

  it("keeps a subscriber from starting, which says why and starts once the queue is gone", async () => {
    await channel.assertQueue(queueOf("late"), {
      durable: true,
      arguments: { "x-queue-type": "classic" },
    });
    channel.sendToQueue(queueOf("late"), Buffer.from("{}"), { persistent: true });
    const inbox = { subscriber: "late" } as never;
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const written = pino({ level: "info" }, { write });
    const arrivals = startArrivals({
      amqp,
      inbox,
      subscriptions,
      handling: createHandling({ inbox, subscriptions, deps: undefined as never, log }),
      nudge: () => undefined,
      log: written,
    });
    await eventually(() => arrivals.problem()?.includes("the queue jumar.late is there with"));
    expect((await channel.checkQueue(queueOf("late"))).messageCount).toBe(1);
    // Looked at again after 0.4, 0.8 and 1.6 s, of which nothing is said.
    await sleep(3_500);
    expect(lines).toEqual([
      expect.stringContaining("is there with x-queue-type classic; delete it"),
    ]);
    await channel.deleteQueue(queueOf("late"));
    await eventually(() => arrivals.problem() === undefined);
    expect(lines.slice(1)).toEqual([expect.stringContaining("the channel to RabbitMQ is back")]);
    await arrivals.stop();
  });
});
