import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { breaches, untilDrained } from "../support/faults/tally";
import type { Topology } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

const AWAY = 8_000;

withRealParts("the database goes away", () => {
  describe.each<Topology>(["lean", "split"])("in the %s topology", (topology) => {
    let parts: BreakableFleet;
    beforeAll(async () => {
      parts = await startBreakable({ topology });
    });
    afterAll(async () => {
      await parts.drop();
    });

    it.each(["stop", "kill"] as const)(
      "promise 5: during a %s requests are 503 within 3 s, nothing is half done, and all works within 30 s of its return",
      async (way) => {
        const { fleet, database } = parts;
        const chance = createChance();
        const load = startLoad({ urls: [fleet.url], chance, perSecond: 10 });
        await eventually(() => load.registered.size > 10);
        const alive = fleet.names().map((name) => fleet.process(name).child.pid);
        await database[way]();
        load.slowest = 0;
        const before = { ...load.statuses };
        await sleep(AWAY);
        await eventually(() => (load.statuses["503"] ?? 0) > 30);
        const slowest = Math.round(load.slowest);
        const meanwhile = { ...load.statuses };
        await database.start();
        const back = Date.now();
        const registered = load.registered.size;
        await eventually(() => load.registered.size > registered, 30_000);
        const recovered = Date.now() - back;
        await allReady();
        const ready = Date.now() - back;
        await load.stop();
        const { figures, ms } = await untilDrained(fleet, 60_000);
        process.stdout.write(
          `seed ${chance.seed}: ${topology}, ${way}: before ${JSON.stringify(before)}, then ` +
            `${JSON.stringify(meanwhile)}, slowest ${slowest} ms; first 201 ${recovered} ms and all ` +
            `ready ${ready} ms after its return, drained in ${ms} ms: ${JSON.stringify(figures)}\n`,
        );
        // A commit that was under way is 504: nobody knows. Nothing else but yes and 503.
        const odd = Object.keys(load.statuses).filter((s) => !["201", "503", "504"].includes(s));
        expect(odd).toEqual([]);
        const unknown = (meanwhile["504"] ?? 0) - (before["504"] ?? 0);
        expect(unknown).toBeLessThan(10);
        expect(slowest).toBeLessThan(load.allowed(3_000));
        expect(ready).toBeLessThan(30_000);
        expect(fleet.names().map((name) => fleet.process(name).child.pid)).toEqual(alive);
        expect(await breaches(fleet, load)).toEqual([]);
      },
    );

    async function allReady(): Promise<void> {
      await eventually(async () => {
        const { fleet } = parts;
        const asked = fleet.names().map((name) => fetch(`${fleet.opsUrl(name)}/health/ready`));
        return (await Promise.all(asked)).every(({ ok }) => ok);
      }, 30_000);
    }
  });
});
