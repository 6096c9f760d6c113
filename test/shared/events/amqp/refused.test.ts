import { type Amqp, connectAmqp, managementUrlOf } from "../../../../shared/amqp";
import { createLogger } from "../../../../shared/observability";
import { createVhost as makeVhost } from "../../../../shared/testing/vhost";
import { eventually } from "../../../support/eventually";
import { createVhost, TEST_AMQP_URL, type Vhost } from "../../../support/rabbitmq";
import { withRealParts } from "../../../support/real-parts";

const log = createLogger({ level: "silent", pretty: false });

withRealParts("a connection that RabbitMQ refuses", () => {
  let vhost: Vhost;
  let amqp: Amqp | undefined;
  beforeAll(async () => {
    vhost = await createVhost();
  });
  afterAll(async () => {
    await amqp?.close();
    await vhost.drop();
  });

  it("is given up at the first attempt: nobody made the vhost, or the password is wrong", async () => {
    const url = new URL(TEST_AMQP_URL);
    url.pathname = "/nobody-made-it";
    await expect(connectAmqp({ url: url.href, name: "test", log })).rejects.toMatchObject({
      name: "AmqpRefused",
      problem: expect.stringMatching(/vhost that does not exist/) as string,
    });
    url.password = "hunter2";
    const wrong = connectAmqp({ url: url.href, name: "test", log });
    await expect(wrong).rejects.toMatchObject({
      name: "AmqpRefused",
      message: expect.not.stringContaining("hunter2") as string,
    });
  });

  it("comes back when the vhost is made anew", async () => {
    amqp = await connectAmqp({ url: vhost.url, name: "test", log });
    expect(amqp.problem()).toBeUndefined();
    await vhost.drop();
    await eventually(() => amqp?.problem()?.includes("vhost that does not exist"));
    const managementUrl = process.env.TEST_AMQP_MANAGEMENT_URL ?? managementUrlOf(TEST_AMQP_URL);
    await makeVhost({ amqpUrl: TEST_AMQP_URL, managementUrl }, vhost.name);
    await eventually(() => amqp?.problem() === undefined);
  });
});
