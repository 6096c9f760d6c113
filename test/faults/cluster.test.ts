import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { ask } from "../support/faults/ask";
import {
  type BrokerCluster,
  startBrokerCluster,
  whyNoCluster,
} from "../support/faults/broker-cluster";
import type { BrokerUser } from "../support/faults/deployed-broker";
import { PASSWORD, startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { breaches, untilDrained } from "../support/faults/tally";
import { type Fleet, startFleet } from "../support/fleet";
import { withPart } from "../support/left-out";
import { runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";

const AWAY = 5_000;

withPart("RabbitMQ 4.3", whyNoCluster(), () => {
  withRealParts("a cluster of three nodes of RabbitMQ", tests);
});

function tests(): void {
  let cluster: BrokerCluster;
  beforeAll(async () => {
    cluster = await startBrokerCluster();
  }, 180_000);
  afterAll(() => cluster.drop(), 60_000);

  describe.each([
    ["lean", "web", "worker"],
    ["split", "accounts", "notifier"],
  ] as const)("under a %s fleet", (topology, publisher, subscriber) => {
    let fleet: Fleet;
    beforeAll(async () => {
      fleet = await startFleet({
        topology,
        amqpUrl: cluster.urlOf("operator"),
        envOf: (name) => ({ AMQP_URL: cluster.urlOf(name as BrokerUser) }),
        env: { LOG_LEVEL: "warn" },
      });
    }, 180_000);
    afterAll(() => fleet.stop(), 60_000);

    it("nothing is lost or doubled while one node after another is killed and comes back", async () => {
      const chance = createChance();
      const load = startLoad({ urls: [fleet.url], chance, perSecond: 5 });
      await eventually(() => load.registered.size > 10);
      const works: number[] = [];
      for (const pick of [
        () => cluster.leaderOf("jumar.notifier"),
        () => cluster.nodeOf(publisher),
        () => cluster.nodeOf(subscriber),
      ]) {
        const node = await pick();
        await node.kill();
        works.push(await untilWorks(fleet));
        await sleep(AWAY);
        // Everybody is back at another node, and all that was done has its effect, without the dead one.
        await untilReady(fleet);
        await node.start();
      }
      await load.stop();
      const { figures, ms } = await untilDrained(fleet, 120_000);
      print(`seed ${chance.seed}: ${topology}, works again after`, { works, ms, load, figures });
      if (topology === "lean") expect(load.problems).not.toHaveProperty("unavailable");
      expect(await breaches(fleet, load)).toEqual([]);
    }, 400_000);

    it("nothing is lost without a majority, it is named, and all goes on once that is back", async () => {
      const chance = createChance();
      const load = startLoad({ urls: [fleet.url], chance, perSecond: 5 });
      await eventually(() => load.registered.size > 5);
      const gone = cluster.nodes.slice(1);
      await Promise.all(gone.map((node) => node.kill()));
      await eventually(async () => (await readiness(fleet)).includes("broker: "));
      await sleep(AWAY);
      const { output } = await runJumar(["doctor"], fleet.env);
      for (const { port } of gone) expect(output).toContain(`127.0.0.1:${port} cannot be reached`);
      await Promise.all(gone.map((node) => node.start()));
      const works = await untilWorks(fleet);
      await untilReady(fleet);
      await load.stop();
      const { figures, ms } = await untilDrained(fleet, 120_000);
      print(`seed ${chance.seed}: ${topology}, no majority`, { works, ms, load, figures });
      if (topology === "lean") expect(load.problems).not.toHaveProperty("unavailable");
      expect(await breaches(fleet, load)).toEqual([]);
    }, 400_000);
  });
}

let tries = 0;

/** Resolves with how long it took in ms until a registration is answered with success. */
async function untilWorks(fleet: Fleet): Promise<number> {
  const since = Date.now();
  await eventually(async () => {
    const body = { email: `works${(tries += 1)}@example.com`, password: PASSWORD };
    return (await ask(`${fleet.url}/api/v1/users`, "POST", body)).status === 201;
  }, 120_000);
  return Date.now() - since;
}

async function untilReady(fleet: Fleet): Promise<void> {
  await eventually(async () => {
    expect(await readiness(fleet)).toBe("");
    return true;
  }, 120_000);
}

/** What keeps any process of a fleet from being ready. */
async function readiness(fleet: Fleet): Promise<string> {
  const answers = fleet.names().map(async (name) => {
    const response = await fetch(`${fleet.opsUrl(name)}/health/ready`);
    return response.ok ? "" : `${name}: ${await response.text()}\n`;
  });
  return (await Promise.all(answers)).join("");
}

function print(
  what: string,
  { load, ...figures }: { load: ReturnType<typeof startLoad>; [figure: string]: unknown },
): void {
  const told = {
    ...figures,
    slowest: Math.round(load.slowest),
    ...load.statuses,
    ...load.problems,
  };
  process.stdout.write(`${what} ${JSON.stringify(told)}\n`);
}
