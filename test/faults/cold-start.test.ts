import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { supervise } from "../support/faults/supervise";
import { breaches, untilDrained } from "../support/faults/tally";
import type { Topology } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

withRealParts("a cold start", () => {
  describe.each<Topology>(["lean", "split"])("in the %s topology", (topology) => {
    let parts: BreakableFleet;
    beforeAll(async () => {
      parts = await startBreakable({ topology });
    });
    afterAll(async () => {
      await parts.drop();
    });

    it("promise 6: after everything was killed it is ready within 60 s of the last part, in any order", async () => {
      const { fleet, broker, database } = parts;
      const chance = createChance();
      const load = startLoad({ urls: [fleet.url], chance, perSecond: 15 });
      await eventually(() => load.registered.size > 30);
      const supervision = supervise(fleet);
      await Promise.all([broker.kill(), database.kill()]);
      for (const name of fleet.names()) supervision.kill(name);
      await load.stop();
      // The services are up first, and go down as often as they like until what they need is there.
      await sleep(4_000);
      const order = chance.next() < 0.5 ? [broker, database] : [database, broker];
      for (const node of order) {
        await node.start();
        await sleep(chance.between(0, 2_000));
      }
      const since = Date.now();
      await supervision.untilReady(60_000);
      const ready = Date.now() - since;
      await supervision.stop();
      const { figures, ms } = await untilDrained(fleet, 60_000);
      process.stdout.write(
        `seed ${chance.seed}: ${topology}: ready after ${ready} ms, drained ${ms} ms later, ` +
          `${JSON.stringify(figures)}\n`,
      );
      expect(await breaches(fleet, load)).toEqual([]);
    });
  });
});
