import { ServiceBroker, type ServiceSchema } from "moleculer";
import { on, userConfirmed } from "../../../shared/events";
import { createLogger } from "../../../shared/observability";
import { subscribingServices } from "../../../shared/subscriber";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { createVhost, type Vhost } from "../../support/rabbitmq";
import { withRealParts } from "../../support/real-parts";

withRealParts("a Moleculer broker whose services subscribe", () => {
  const log = createLogger({ level: "silent", pretty: false });
  let vhost: Vhost;
  let database: TestDatabase;
  const brokers: ServiceBroker[] = [];
  beforeAll(async () => {
    vhost = await createVhost();
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(async () => {
    await Promise.all(brokers.map((broker) => broker.stop()));
    await database.drop();
    await vhost.drop();
  });

  function brokerOf(name: string, amqpUrl = vhost.url): ServiceBroker {
    const middleware = subscribingServices({ amqpUrl, database: database.settings, log });
    const broker = new ServiceBroker({ logger: false, middlewares: [middleware] });
    brokers.push(broker);
    const subscribe = [on(userConfirmed, () => Promise.resolve())];
    broker.createService({ name, subscribe } as ServiceSchema);
    return broker;
  }

  it("makes the inbox of each in a schema of its name", async () => {
    await brokerOf("shop").start();
    const inbox = await database.of("test").withSchema("shop").from("inbox").select("event_id");
    expect(inbox).toEqual([]);
  });

  it("does not start with the name of a service of the platform, whose events it would take", async () => {
    await expect(brokerOf("audit").start()).rejects.toThrow(
      /"audit" cannot be a subscriber's name/,
    );
  });

  it("does not start when RabbitMQ refuses it", async () => {
    const url = new URL(vhost.url);
    url.password = "wrong";
    await expect(brokerOf("shop", url.href).start()).rejects.toThrow(/refused/i);
  });
});
