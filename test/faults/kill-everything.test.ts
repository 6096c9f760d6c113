import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { type BrokerNode, startBrokerNode } from "../support/faults/broker-node";
import { type DatabaseNode, startDatabaseNode } from "../support/faults/database-node";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { supervise } from "../support/faults/supervise";
import { breaches, untilDrained } from "../support/faults/tally";
import { type Fleet, startFleet, type Topology } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

/** More of them find what is rarer: `FAULT_KILLS=1000`. */
const KILLS = Number(process.env.FAULT_KILLS ?? 100);

interface Round {
  topology: Topology;
  kills: number;
  /** How often each of RabbitMQ and the database is killed in between. */
  outages: number;
}

withRealParts("kill -9 of everything", () => {
  let broker: BrokerNode;
  let database: DatabaseNode;
  let fleet: Fleet | undefined;
  beforeEach(async () => {
    [broker, database] = await Promise.all([startBrokerNode(), startDatabaseNode()]);
  });
  afterEach(async () => {
    await fleet?.stop();
    await Promise.all([broker.drop(), database.drop()]);
  });

  it.each<Round>([
    { topology: "lean", kills: KILLS, outages: 3 },
    { topology: "split", kills: Math.ceil(KILLS / 4), outages: 1 },
  ])(
    "promises 1, 2, 3 and 6: $kills kills of processes of the $topology fleet and $outages each of RabbitMQ and the database lose and double nothing",
    async ({ topology, kills, outages }) => {
      const chance = createChance();
      fleet = await startFleet({
        topology,
        databaseUrl: database.url,
        amqpUrl: broker.url,
        env: { LOG_LEVEL: "warn" },
      });
      const urls = [fleet.url];
      if (topology === "lean") {
        urls.push(await fleet.urlOf("web#2"));
        await fleet.start("web#2");
      }
      const supervision = supervise(fleet);
      const load = startLoad({ urls, chance, perSecond: 12 });
      const since = Date.now();

      let outage: Promise<void> = Promise.resolve();
      const victims = shuffled(chance.next, Array(outages).fill([broker, database]).flat());
      for (let kill = 0; kill < kills; kill += 1) {
        await sleep(chance.between(200, 3_000));
        // Where a start takes longer than that, nothing would ever be up to be killed in its work.
        await eventually(() => load.registered.size > kill, 120_000);
        supervision.kill(chance.pick(fleet.names()));
        if (
          Math.floor(((kill + 1) * victims.length) / kills) >
          Math.floor((kill * victims.length) / kills)
        ) {
          await outage;
          outage = killAndRestart(victims[Math.floor((kill * victims.length) / kills)]);
        }
      }
      await outage;
      await supervision.untilReady(120_000);
      await eventually(() => load.registered.size > kills);
      await load.stop();
      await supervision.stop();
      const { figures, ms } = await untilDrained(fleet, 60_000);
      process.stdout.write(
        `seed ${chance.seed}: ${topology}, ${kills} kills and ${victims.length} outages in ` +
          `${Math.round((Date.now() - since) / 1_000)} s; ${load.asked.length} registrations asked, ` +
          `${load.registered.size} answered, ${load.sessions.length} log-ins, answers ` +
          `${JSON.stringify(load.statuses)}; drained in ${ms} ms: ${JSON.stringify(figures)}; ` +
          `${supervision.crashes.length} crashes\n`,
      );
      expect(await breaches(fleet, load)).toEqual([]);
      expect(figures).toMatchObject({ underway: 0, dead: 0, skipped: 0 });
      expect(figures.audit).toBe(figures.events);
      expect(supervision.crashes).toEqual([]);

      async function killAndRestart(victim: BrokerNode | DatabaseNode): Promise<void> {
        await victim.kill();
        await sleep(chance.between(0, 3_000));
        await victim.start();
      }
    },
    900_000,
  );
});

function shuffled<T>(next: () => number, items: T[]): T[] {
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
