import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { residentMemory } from "../support/faults/samples";
import { breaches, untilDrained } from "../support/faults/tally";
import type { Topology } from "../support/fleet";
import { moves } from "../support/metrics/moves";
import { withRealParts } from "../support/real-parts";
import { scrape } from "../support/scrape";

const ALARMED = 25_000;

withRealParts("RabbitMQ runs out of memory", () => {
  describe.each<Topology>(["lean", "split"])("in the %s topology", (topology) => {
    let parts: BreakableFleet;
    beforeAll(async () => {
      parts = await startBreakable({ topology });
    });
    afterAll(async () => {
      await parts.drop();
    });

    it("promise 11: during a memory alarm no request hangs over 5 s, memory stays flat, all is drained after", async () => {
      const { fleet, broker } = parts;
      const chance = createChance();
      const load = startLoad({ urls: [fleet.url], chance, perSecond: 20 });
      await eventually(() => load.registered.size > 50);
      load.slowest = 0;
      const since = Date.now();
      await broker.alarm(true);
      const begun = Date.now() - since;
      await sleep(1_000);
      const before = { ...load.statuses };
      const memory = memories();
      await sleep(ALARMED);
      const slowest = Math.round(load.slowest);
      const meanwhile = { ...load.statuses };
      expect(await alarms()).toBe(parts.fleet.names().length);
      const after = memories();
      await broker.alarm(false);
      const back = Date.now();
      const registered = load.registered.size;
      await eventually(() => load.registered.size > registered, 60_000);
      const recovered = Date.now() - back;
      await load.stop();
      const { figures, ms } = await untilDrained(fleet, 60_000);
      process.stdout.write(
        `seed ${chance.seed}: ${topology}: answers before ${JSON.stringify(before)}, at the end of ` +
          `the alarm ${JSON.stringify(meanwhile)}, slowest ${slowest} ms (alarmed in ${begun}), MiB ` +
          `${JSON.stringify(memory)} → ${JSON.stringify(after)}; first 201 after ${recovered} ms, ` +
          `drained in ${ms} ms: ${JSON.stringify(figures)}\n`,
      );
      await eventually(async () => (await alarms()) === 0);
      expect(slowest).toBeLessThan(load.allowed(5_000));
      if (topology === "lean") expect(Object.keys(load.statuses)).toEqual(["201"]);
      for (const [name, mib] of Object.entries(after)) {
        expect(mib ?? 0).toBeLessThan((memory[name] ?? Infinity) + 80);
      }
      expect(await breaches(fleet, load)).toEqual([]);
    });

    it("stops gracefully although RabbitMQ answers no goodbye", async () => {
      const { fleet, broker } = parts;
      const look = () => scrape(fleet.opsUrl(fleet.names()[0] ?? ""));
      await moves(look, ["jumar_broker_alarm"], () => broker.alarm(true));
      await eventually(async () => (await alarms()) === fleet.names().length);
      const ends = await Promise.all(fleet.names().map((name) => fleet.end(name)));
      process.stdout.write(`${topology}: ended within ${ends.map(({ ms }) => ms).join(", ")} ms\n`);
      // One that does not stop within 24 s is ended, with 1.
      expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 0));
    });

    /** How many processes show `jumar_broker_alarm`; each publishes its heartbeats at least. */
    const alarms = async (): Promise<number> => {
      const { fleet } = parts;
      const shown = await Promise.all(fleet.names().map((name) => scrape(fleet.opsUrl(name))));
      return shown.reduce((sum, metrics) => sum + (metrics.sum("jumar_broker_alarm") ?? 0), 0);
    };

    function memories(): Record<string, number | undefined> {
      const { fleet } = parts;
      return Object.fromEntries(
        fleet.names().map((name) => [name, residentMemory(fleet.process(name).child.pid)]),
      );
    }
  });
});
