import { readFileSync } from "node:fs";
import { type Channel, type ChannelModel, connect } from "amqplib";
import { adminFlow } from "../flows/admin-flow";
import { mainFlow } from "../flows/main-flow";
import { type Authority, createAuthority } from "../support/certificates";
import { eventually } from "../support/eventually";
import {
  type BrokerUser,
  type DeployedBroker,
  startDeployedBroker,
} from "../support/faults/deployed-broker";
import { type Fleet, startFleet, type Topology } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

/** Whose login a process of a fleet has. */
const SPLIT: BrokerUser[] = ["accounts", "audit", "notifier", "search", "web-gateway"];
const LEAN: BrokerUser[] = ["web", "worker"];

withRealParts("RabbitMQ as it is deployed", () => {
  let authority: Authority;
  let broker: DeployedBroker;
  beforeAll(async () => {
    authority = createAuthority();
    broker = await startDeployedBroker(authority);
  });
  afterAll(async () => {
    await broker.drop();
    authority.remove();
  });

  describe.each<Topology>(["split", "lean"])(
    "the %s fleet, each process as its own user",
    (topology) => {
      let fleet: Fleet;
      beforeAll(async () => {
        fleet = await startFleet({
          topology,
          amqpUrl: broker.urlOf("operator"),
          env: { AMQP_SSL_CA: authority.ca },
          envOf: (name) => ({ AMQP_URL: broker.urlOf(name as BrokerUser) }),
        });
      });
      afterAll(async () => {
        await fleet.stop();
      });

      it("is let in as these users and no other", async () => {
        const connections = await broker.node.ctl("list_connections", "user", "--no-table-headers");
        const users = new Set(connections.split("\n").filter(Boolean));
        expect([...users].sort()).toEqual(topology === "split" ? SPLIT : LEAN);
      });
      mainFlow(() => fleet);
      adminFlow(() => fleet);
      it("is refused nothing that it needs", () => {
        expect(fleet.output()).not.toMatch(/ACCESS[_-]REFUSED/i);
      });
    },
  );

  describe("a user", () => {
    const open: ChannelModel[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map((model) => model.close().catch(() => undefined)));
    });

    /** What RabbitMQ says to something that a user tries; undefined when it lets them. */
    async function attempt(
      user: BrokerUser,
      act: (channel: Channel) => Promise<unknown>,
    ): Promise<string | undefined> {
      const model = await connect(broker.urlOf(user), { ca: readFileSync(authority.ca) });
      open.push(model);
      model.on("error", () => undefined);
      const channel = await model.createChannel();
      const refused = new Promise<string>((resolve) => {
        channel.on("error", ({ message }: Error) => resolve(message));
      });
      const done = act(channel).then(
        // A publication is answered by nothing; a further command shows that the channel lives.
        () => channel.prefetch(1).then(() => undefined),
        (error: unknown) => (error as Error).message,
      );
      return await Promise.race([refused, done]);
    }
    const ignore = (): void => undefined;

    it.each<[BrokerUser, string, (channel: Channel) => Promise<unknown>]>([
      ["search", "read the notifier's events", (c) => c.consume("jumar.notifier", ignore)],
      ["web-gateway", "read events", (c) => c.consume("jumar.audit", ignore)],
      ["accounts", "read the events it has published", (c) => c.get("jumar.audit")],
      ["operator", "empty a queue", (c) => c.purgeQueue("jumar.search")],
      ["notifier", "delete another's queue", (c) => c.deleteQueue("jumar.search")],
      ["web-gateway", "delete the exchange", (c) => c.deleteExchange("jumar.events")],
      [
        "audit",
        "publish an event",
        async (c) => c.publish("jumar.events", "user.registered", Buffer.from("{}")),
      ],
      [
        "web-gateway",
        "publish an event",
        async (c) => c.publish("jumar.events", "user.deleted", Buffer.from("{}")),
      ],
      [
        "notifier",
        "make a queue of its own that hears everything",
        (c) => c.assertQueue("jumar.eavesdropper"),
      ],
      [
        "search",
        "read the answers that another service's calls get",
        (c) => c.consume("MOL-jumar.RES.accounts-elsewhere-1-0a1b2c3d", ignore),
      ],
      [
        "web-gateway",
        "take the calls that are meant for another service",
        (c) => c.assertQueue("MOL-jumar.REQ.accounts-elsewhere-1-0a1b2c3d", { expires: 60_000 }),
      ],
    ])("%s cannot %s", async (user, _, act) => {
      expect(await attempt(user, act)).toMatch(/ACCESS[_-]REFUSED/);
    });

    it("can do what its service does", async () => {
      const own = "MOL-jumar.RES.search-elsewhere-1-0a1b2c3d";
      expect(
        await attempt("search", async (c) => {
          await c.assertQueue(own, { expires: 60_000 });
          await c.consume(own, ignore);
          await c.checkQueue("jumar.search");
        }),
      ).toBeUndefined();
    });

    it("guest is nobody, and a wrong password lets nobody in", async () => {
      const url = new URL(broker.urlOf("accounts"));
      const ca = readFileSync(authority.ca);
      for (const login of ["guest:guest", "accounts:guest", "accounts:"]) {
        const as = url.href.replace(/\/\/.*@/, `//${login}@`);
        await expect(connect(as, { ca })).rejects.toThrow(
          /ACCESS[_-]REFUSED|Handshake terminated/i,
        );
      }
      expect(await broker.node.ctl("list_users", "--no-table-headers")).not.toContain("guest");
    });
  });

  it("keeps events in quorum queues that drop nothing after so many deliveries", async () => {
    await eventually(async () => {
      const queues = await broker.node.ctl(
        "list_queues", "--vhost", "jumar", "name", "type", "policy", "--no-table-headers",
      ); // prettier-ignore
      for (const name of ["audit", "notifier", "search"]) {
        expect(queues).toMatch(
          new RegExp(`jumar\\.${name}\\s+(rabbit_)?quorum(_queue)?\\s+jumar-events`),
        );
      }
      return true;
    });
  });

  it("speaks no plain AMQP", async () => {
    const url = broker.urlOf("accounts").replace("amqps:", "amqp:");
    await expect(connect(url, { timeout: 2_000 })).rejects.toThrow();
  });
});
