import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { ask } from "../support/faults/ask";
import { PASSWORD, startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { breaches, untilDrained } from "../support/faults/tally";
import { withRealParts } from "../support/real-parts";

const AWAY = 10_000;
const WAYS = ["stop", "kill"] as const;

withRealParts("RabbitMQ goes away", () => {
  let parts: BreakableFleet;

  describe("in the lean topology", () => {
    beforeAll(async () => {
      parts = await startBreakable({ topology: "lean" });
    });
    afterAll(async () => {
      await parts.drop();
    });

    it.each(WAYS)(
      "promise 4: registrations and log-ins go on during a %s of 10 s and drain within 60 s of its return",
      async (way) => {
        const { fleet, broker } = parts;
        const chance = createChance();
        const load = startLoad({ urls: [fleet.url], chance, perSecond: 20 });
        await eventually(() => load.registered.size > 20);
        await broker[way]();
        const before = load.registered.size;
        await sleep(AWAY);
        await eventually(() => load.registered.size - before > 50);
        const meanwhile = load.registered.size - before;
        await broker.start();
        const back = Date.now();
        await load.stop();
        const { figures } = await untilDrained(fleet, 60_000);
        print(chance.seed, `lean, ${way}: ${meanwhile} registered meanwhile, slowest`, {
          slowest: Math.round(load.slowest),
          drainedAfter: Date.now() - back,
          ...load.statuses,
          ...figures,
        });
        expect(Object.keys(load.statuses)).toEqual(["201"]);
        expect(load.slowest).toBeLessThan(load.allowed(3_000));
        expect(await ruleIsBroken(load)).toEqual([]);
      },
    );
  });

  describe("in the split topology", () => {
    beforeAll(async () => {
      parts = await startBreakable({ topology: "split" });
    });
    afterAll(async () => {
      await parts.drop();
    });

    it.each(WAYS)(
      "promise 4: during a %s of 10 s calls are 503 within 3 s with nothing done, sessions go on, and all works after",
      async (way) => {
        const { fleet, broker } = parts;
        const chance = createChance();
        const client = fleet.client();
        const email = `owner.${way}@example.com`;
        await client.post("/api/v1/users", { email, password: PASSWORD });
        await client.post("/api/v1/sessions", { email, password: PASSWORD });
        expect((await client.get("/api/v1/session")).status).toBe(200);

        const load = startLoad({ urls: [fleet.url], chance, perSecond: 10 });
        await eventually(() => load.registered.size > 10);
        load.slowest = 0;
        const going = Date.now();
        await broker[way]();
        const gone = Date.now() - going;
        await sleep(1_500); // nobody knows about what was on its way when it went: 504
        const before = { ...load.statuses };
        let sessions = 0;
        for (const until = Date.now() + AWAY; Date.now() < until; sessions += 1) {
          expect((await client.get("/api/v1/session")).status).toBe(200);
          await sleep(200);
        }
        const slowest = Math.round(load.slowest);
        const meanwhile = difference(load.statuses, before);
        await broker.start();
        const works = await eventually(async () => {
          const asked = { email: `after.${way}@example.com`, password: PASSWORD };
          const { status } = await ask(`${fleet.url}/api/v1/users`, "POST", asked);
          return status === 201 && Date.now();
        }, 60_000);
        const back = Date.now();
        await load.stop();
        const { figures } = await untilDrained(fleet, 60_000);
        print(chance.seed, `split, ${way}: meanwhile ${JSON.stringify(meanwhile)}`, {
          slowest,
          gone,
          sessions,
          worksAfter: works - back,
          ...load.statuses,
          ...figures,
        });
        expect(Object.keys(meanwhile)).toEqual(["503"]);
        expect(slowest).toBeLessThan(load.allowed(3_000));
        expect(await ruleIsBroken(load)).toEqual([]);
      },
    );
  });

  async function ruleIsBroken(load: ReturnType<typeof startLoad>): Promise<string[]> {
    return await breaches(parts.fleet, load);
  }
});

function print(seed: number, what: string, figures: object): void {
  process.stdout.write(`seed ${seed}: ${what} ${JSON.stringify(figures)}\n`);
}

function difference(now: Record<string, number>, before: Record<string, number>) {
  const entries = Object.entries(now).map(([key, n]) => [key, n - (before[key] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, n]) => n > 0));
}
