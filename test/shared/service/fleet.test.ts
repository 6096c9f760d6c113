import type { Middleware, ServiceBroker } from "moleculer";
import { createLogger } from "../../../shared/observability";
import {
  type Agreement,
  createAgreement,
  createBroker,
  createMember,
} from "../../../shared/service";
import { createSigner } from "../../../shared/signing";
import { eventually } from "../../support/eventually";
import { createVhost, type Vhost } from "../../support/rabbitmq";
import { withRealParts } from "../../support/real-parts";

const OLD = "the secret that was used until now ".repeat(2);
const NEW = "the secret that is used from now on ".repeat(2);
const TWENTY_MINUTES = 20 * 60_000;

withRealParts("a fleet", () => {
  const log = createLogger({ level: "silent", pretty: false });
  let vhost: Vhost;
  let brokers: ServiceBroker[] = [];
  beforeAll(async () => {
    vhost = await createVhost();
  });
  afterEach(async () => {
    await Promise.all(brokers.map((broker) => broker.stop()));
    brokers = [];
  });
  afterAll(() => vhost.drop());

  /** Starts a process that signs with a secret, and whose clock may be wrong by so many ms. */
  async function join(secrets: [string, string?], wrong = 0): Promise<Agreement> {
    const member = createMember(createSigner(...secrets));
    member.keys.since += wrong;
    const wrongClock = {
      name: "WrongClock",
      transitPublish:
        (next: (packet: { payload: { wall: number } }) => unknown) =>
        (packet: { payload: { wall: number } }) => {
          packet.payload.wall += wrong;
          return next(packet);
        },
      transitMessageHandler:
        (next: (cmd: string, packet: { payload: { wall: number } }) => unknown) =>
        (cmd: string, packet: { payload: { wall: number } }) => {
          packet.payload.wall -= wrong;
          return next(cmd, packet);
        },
    } as unknown as Middleware;
    const middlewares: Middleware[] = [];
    const options = { ...member, middleware: inside(wrongClock, member.middleware) };
    const broker = createBroker({ log, middlewares, amqpUrl: vhost.url, member: options });
    brokers.push(broker);
    await broker.start();
    return createAgreement(broker, member);
  }

  const strangers = async (...agreements: Agreement[]) => agreements.map((one) => one.strangers());

  it("of one secret has nothing to say", async () => {
    const all = [await join([OLD]), await join([OLD])];
    await eventually(() => brokers.every((broker) => broker.registry.getNodeList({}).length === 2));
    expect(await strangers(...all)).toEqual([0, 0]);
    expect(all.flatMap((one) => one.problems())).toEqual([]);
  });

  it("names the one with another secret, and goes on without it", async () => {
    const [one, two, other] = [await join([OLD]), await join([OLD]), await join([NEW])];
    await eventually(async () => (await strangers(one, two, other)).join() === "1,1,2");
    expect(one.problems()).toEqual([]);
    expect(two.problems()).toEqual([]);
    expect(other.problems()).toEqual([
      "secret: 2 of 2 other processes have another SECRET_KEY_BASE",
    ]);
  });

  it("of two names the one that came later", async () => {
    const [first, second] = [await join([OLD]), await join([NEW])];
    await eventually(async () => (await strangers(first, second)).join() === "1,1");
    expect(first.problems()).toEqual([]);
    expect(second.problems()).toHaveLength(1);
  });

  it("has nothing to say in any step of a rotation", async () => {
    const steps = [await join([OLD, NEW]), await join([NEW, OLD]), await join([OLD, NEW])];
    await eventually(() => brokers.every((broker) => broker.registry.getNodeList({}).length === 3));
    expect(await strangers(...steps)).toEqual([0, 0, 0]);
  });

  it("names the one with a wrong clock, fast or slow", async () => {
    const [one, two] = [await join([OLD]), await join([OLD])];
    const fast = await join([OLD], TWENTY_MINUTES);
    await eventually(async () => (await strangers(one, two, fast)).join() === "1,1,2");
    expect([...one.problems(), ...two.problems()]).toEqual([]);
    expect(fast.problems()).toEqual([
      "clock: 2 of 2 other processes have a clock 15 minutes or more apart",
    ]);
    await brokers.pop()?.stop();
    const slow = await join([OLD], -TWENTY_MINUTES);
    await eventually(async () => (await strangers(one, two, slow)).join() === "1,1,2");
    expect(slow.problems()).toHaveLength(1);
    expect([...one.problems(), ...two.problems()]).toEqual([]);
  });

  it("tells nobody a secret", async () => {
    await join([OLD, NEW]);
    const told = JSON.stringify(brokers[0]?.metadata);
    expect(told).not.toContain("secret");
    expect(told).toMatch(/"signs":"[0-9a-f]{32}"/);
  });
});

/** One middleware around what another does with packets. */
function inside(inner: Middleware, outer: Middleware): Middleware {
  type Hooks = Record<string, (next: unknown) => unknown>;
  const [within, around] = [inner as unknown as Hooks, outer as unknown as Hooks];
  return {
    name: "Both",
    transitPublish: (next: unknown) => around.transitPublish?.(within.transitPublish?.(next)),
    transitMessageHandler: (next: unknown) =>
      within.transitMessageHandler?.(around.transitMessageHandler?.(next)),
  } as unknown as Middleware;
}
