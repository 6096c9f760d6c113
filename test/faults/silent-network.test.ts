import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { health } from "../support/faults/samples";
import { type Silence, type SilentProxy, startSilentProxy } from "../support/faults/silent-proxy";
import { breaches, untilDrained } from "../support/faults/tally";
import type { Topology } from "../support/fleet";
import { withRealParts } from "../support/real-parts";

const NOTICED_WITHIN = 30_000;
/** In ms. */
const DEADLINE = 10_000;

/** Of one topology, and what lies between it and its RabbitMQ. */
interface Behind {
  topology: Topology;
  parts: BreakableFleet;
  proxy: SilentProxy;
}

withRealParts("the network to RabbitMQ falls silent", () => {
  let both: Behind[];
  beforeAll(async () => {
    both = await Promise.all((["lean", "split"] as const).map(startBehind));
  });
  afterAll(async () => {
    await Promise.all(both.map(({ parts }) => parts.drop()));
    await Promise.all(both.map(({ proxy }) => proxy.close()));
  });

  // Nearly all of it is waiting, so the topologies wait together.
  it.each<Silence>(["both", "to", "from"])(
    "promise 7: bytes vanishing (%s) are noticed within 30 s in either topology, and all works after",
    async (which) => {
      await Promise.all(both.map((one) => fallSilent(one, which)));
    },
    240_000,
  );

  it("stops gracefully although its goodbyes vanish", async () => {
    for (const { proxy } of both) proxy.silence("both");
    const ending = both.flatMap(({ parts: { fleet } }) =>
      fleet.names().map((name) => fleet.end(name)),
    );
    const ends = await Promise.all(ending);
    process.stdout.write(`ended within ${ends.map(({ ms }) => ms).join(", ")} ms\n`);
    // One that does not stop within 24 s is ended, with 1.
    expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 0));
  });
});

async function startBehind(topology: Topology): Promise<Behind> {
  let proxy: SilentProxy | undefined;
  const parts = await startBreakable({
    topology,
    between: async (broker) => (proxy = await startSilentProxy(broker.port)),
  });
  return { topology, parts, proxy: proxy! };
}

async function fallSilent({ topology, parts, proxy }: Behind, which: Silence): Promise<void> {
  const { fleet } = parts;
  const chance = createChance();
  const load = startLoad({ urls: [fleet.url], chance, perSecond: 8 });
  await eventually(() => load.registered.size > 10);
  proxy.silence(which);
  const since = Date.now();
  const noticed: Record<string, number> = {};
  const concerned = fleet.names().filter((name) => name !== "web-gateway");
  await eventually(async () => {
    for (const name of concerned) {
      if (!noticed[name] && (await health(fleet.opsUrl(name), "ready")) !== 200) {
        noticed[name] = Date.now() - since;
      }
    }
    return concerned.every((name) => noticed[name]);
  }, NOTICED_WITHIN + 5_000).catch(() => undefined);
  await sleep(2_000);
  const watched = performance.now();
  await sleep(3_000);
  const slowest = Math.round(load.slowestBegunAfter(watched));
  proxy.mend();
  const mended = Date.now();
  await eventually(async () => {
    const all = fleet.names().map((name) => health(fleet.opsUrl(name), "ready"));
    return (await Promise.all(all)).every((status) => status === 200);
  });
  const ready = Date.now() - mended;
  const registered = load.registered.size;
  await eventually(() => load.registered.size > registered);
  await load.stop();
  const { figures, ms } = await untilDrained(fleet, 60_000);
  process.stdout.write(
    `seed ${chance.seed}: ${topology}, ${which}: noticed after ms ${JSON.stringify(noticed)}, ` +
      `slowest once noticed ${slowest} ms, ready ${ready} ms after it was mended, drained in ` +
      `${ms} ms, ${JSON.stringify(load.statuses)}, ${JSON.stringify(figures)}\n`,
  );
  for (const name of concerned) expect(noticed[name] ?? Infinity).toBeLessThan(NOTICED_WITHIN);
  expect(slowest).toBeLessThan(load.allowed(3_000));
  // What was underway when it was noticed takes no longer than its deadline.
  expect(load.slowest).toBeLessThan(load.allowed(DEADLINE + 2_000));
  expect(await breaches(fleet, load)).toEqual([]);
}
