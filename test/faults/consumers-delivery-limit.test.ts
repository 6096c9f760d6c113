import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connect } from "amqplib";
import { connect as connectDatabase, type Database } from "../../shared/database";
import { queueOf } from "../../shared/events";
import { idsOf, someEvents } from "../support/consumers/events";
import { type Rig, startRig } from "../support/consumers/rig";
import { startTcpProxy, type TcpProxy } from "../support/consumers/tcp-proxy";
import { eventually } from "../support/eventually";
import { runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";

const run = promisify(execFile);

/** RabbitMQ's default since 4.0. */
const LIMIT = 20;

withRealParts("a queue that drops what was lost too often", () => {
  let rig: Rig;
  let proxy: TcpProxy;
  let db: Database;
  beforeAll(async () => {
    rig = await startRig();
    proxy = await startTcpProxy(rig.database.settings);
    db = connectDatabase({ settings: proxy.settings, service: "subscriber", poolSize: 4 });
    // As it is on RabbitMQ 4 without a policy, and on 3.10 with this one.
    await run("rabbitmqctl", [
      ...["--quiet", "set_policy", "-p", rig.vhost.name, "--apply-to", "queues"],
      ...["limit", "^jumar\\.", JSON.stringify({ "delivery-limit": LIMIT })],
    ]);
  });
  afterAll(async () => {
    await rig.clear();
    await db.destroy();
    await proxy.close();
    await rig.stop();
  });

  /** Takes all that is in the queue and loses the channel, again and again. */
  async function lose(count: number, times: number): Promise<void> {
    const connection = await connect(rig.vhost.url);
    for (let time = 0; time < times; time += 1) {
      const channel = await connection.createChannel();
      let taken = 0;
      await channel.consume(queueOf("a"), () => (taken += 1));
      await eventually(() => taken >= count);
      await channel.close();
    }
    await connection.close();
  }

  it("keeps every event of a subscriber whose database is away while connections are lost", async () => {
    const { stop } = await rig.subscribe({ name: "a" });
    await stop();
    const events = someEvents(30);
    await rig.queues.publish(events);
    proxy.cut();
    for (let round = 0; round < 3; round += 1) {
      await lose(events.length, LIMIT / 2);
      const subscriber = await rig.subscribe({ name: "a", db });
      await eventually(() => subscriber.arrivals.unacked() >= events.length);
      await subscriber.stop();
      await eventually(async () => (await rig.queues.waiting("a")) >= events.length);
    }
    proxy.open();
    await rig.subscribe({ name: "a", db });
    await rig.records.untilEffects("a", events.length);
    expect(await rig.records.effects("a")).toEqual(idsOf(events));
  });

  const managementUrl = process.env.TEST_AMQP_MANAGEMENT_URL;
  if (managementUrl === undefined) return;

  it("is named by `jumar doctor`, which asks the management API", async () => {
    const args = { "x-queue-type": "quorum", "x-delivery-limit": 3 };
    for (const [name, given] of [
      ["audit", { "x-queue-type": "quorum" }],
      ["search", args],
    ] as const) {
      await rig.queues.channel.assertQueue(queueOf(name), { durable: true, arguments: given });
    }
    const doctor = ["doctor", "--management-url", managementUrl];
    await eventually(async () => {
      const { output } = await runJumar(doctor, { AMQP_URL: rig.vhost.url });
      return output.includes("drops an event: audit 20, search 3") && output.includes("of search,");
    });
  });
});
